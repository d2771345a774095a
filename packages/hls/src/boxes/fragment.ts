import { findBox, readBoxes, readFullBox, readUint32, readUint64, type Box } from './box.ts';
import type { InitSegment, SampleDefaults } from './init-segment.ts';
import { MediaFault } from './media-fault.ts';

/** What one `moof` says of the video track. */
export interface FragmentTimes {
  /** `tfdt`, in ticks of the track. */
  decodeTicks: number;
  durationTicks: number;
  sampleCount: number;
  /** Whether a decoder can start at its first sample. */
  keyframe: boolean;
  firstSampleBytes: number;
}

const nonSyncSample = 0x10000;
/** A fragment of ours holds one frame; this many would be an attack on our time, not a video. */
const maxSamples = 10_000;

/** Reads `traf` of the video track, or null where the fragment is of another track. Throws MediaFault. */
export function parseFragment(moof: Box, init: InitSegment): FragmentTimes | null {
  for (const traf of readBoxes(moof.bytes, moof.headerBytes).filter((box) => box.type === 'traf')) {
    const header = findBox(traf, 'tfhd');
    if (!header) throw new MediaFault('box-malformed', 'no tfhd');
    const { trackId, defaults } = readHeader(header, init.defaults);
    if (trackId !== init.trackId) continue;
    const time = findBox(traf, 'tfdt');
    if (!time) throw new MediaFault('box-malformed', 'no tfdt');
    const { view, version, offset } = readFullBox(time);
    const decodeTicks = version === 1 ? readUint64(view, offset) : readUint32(view, offset);
    const runs = readBoxes(traf.bytes, traf.headerBytes).filter((box) => box.type === 'trun');
    const samples = runs.map((run) => readRun(run, defaults));
    const first = samples[0];
    if (!first) return null;
    return {
      decodeTicks,
      durationTicks: samples.reduce((sum, run) => sum + run.durationTicks, 0),
      sampleCount: samples.reduce((sum, run) => sum + run.count, 0),
      keyframe: (first.flags & nonSyncSample) === 0,
      firstSampleBytes: first.sizeBytes,
    };
  }
  return null;
}

function readHeader(header: Box, inherited: SampleDefaults): { trackId: number; defaults: SampleDefaults } {
  const { view, flags, offset } = readFullBox(header);
  const defaults = { ...inherited };
  let at = offset + 4;
  if ((flags & 0x1) !== 0) at += 8;
  if ((flags & 0x2) !== 0) at += 4;
  const read = () => {
    at += 4;
    return readUint32(view, at - 4);
  };
  if ((flags & 0x8) !== 0) defaults.durationTicks = read();
  if ((flags & 0x10) !== 0) defaults.sizeBytes = read();
  if ((flags & 0x20) !== 0) defaults.flags = read();
  return { trackId: readUint32(view, offset), defaults };
}

function readRun(
  run: Box,
  defaults: SampleDefaults,
): { count: number; durationTicks: number; flags: number; sizeBytes: number } {
  const { view, flags, offset } = readFullBox(run);
  const count = readUint32(view, offset);
  if (count > maxSamples) throw new MediaFault('box-malformed', `${count} samples in a run`);
  let at = offset + 4;
  if ((flags & 0x1) !== 0) at += 4;
  const read = () => {
    at += 4;
    return readUint32(view, at - 4);
  };
  let firstFlags = (flags & 0x4) === 0 ? null : read();
  let sizeBytes = defaults.sizeBytes;
  let durationTicks = 0;
  for (let index = 0; index < count; index += 1) {
    durationTicks += (flags & 0x100) === 0 ? defaults.durationTicks : read();
    const size = (flags & 0x200) === 0 ? defaults.sizeBytes : read();
    const sampleFlags = (flags & 0x400) === 0 ? defaults.flags : read();
    if ((flags & 0x800) !== 0) at += 4;
    if (index > 0) continue;
    sizeBytes = size;
    firstFlags ??= sampleFlags;
  }
  return { count, durationTicks, flags: firstFlags ?? defaults.flags, sizeBytes };
}
