import { joinChunks } from './adjacent.ts';
import { writeBox, writeLong, writeText, writeWords } from './write-box.ts';

/** A fragment as it is to be written: frames of one track, one after the other. */
export interface FragmentOrder {
  trackId: number;
  sequence: number;
  /** Where its first frame stands on the time line. */
  decodeTicks: number;
  samples: readonly { bytes: number; ticks: number; isKey: boolean }[];
}

const keyFlags = 0x02000000;
const otherFlags = 0x01010000;

/** `moof` and the head of `mdat`: the frames follow it. */
export function writeFragmentHead({ trackId, sequence, decodeTicks, samples }: FragmentOrder): Uint8Array {
  const rows = samples.flatMap(({ bytes, ticks, isKey }) => [ticks, bytes, isKey ? keyFlags : otherFlags]);
  const write = (dataAt: number): Uint8Array => {
    const run = writeBox('trun', 0x000701, samples.length, dataAt, writeWords(rows));
    // Its base is the fragment itself.
    const header = writeBox('tfhd', 0x020000, trackId);
    const time = writeBox('tfdt', 0x01000000, writeLong(decodeTicks));
    return writeBox('moof', writeBox('mfhd', 0, sequence), writeBox('traf', header, time, run));
  };
  const bytes = samples.reduce((sum, sample) => sum + sample.bytes, 0);
  return joinChunks([write(write(0).byteLength + 8), writeWords([bytes + 8]), writeText('mdat')]);
}
