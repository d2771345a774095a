import { readUint16, viewOf, type Box } from './box.ts';
import { MediaFault } from './media-fault.ts';

/** What `avcC` or `hvcC` says: how a decoder is set up (ISO/IEC 14496-15). */
export interface CodecSetup {
  family: 'avc' | 'hevc';
  /** RFC 6381, `avc1.640028`. */
  codec: string;
  /** Bytes of the length before each NAL unit in a sample. */
  lengthBytes: number;
  sequenceParameterSets: Uint8Array[];
}

/** Reads `avcC` (ISO/IEC 14496-15 §5.3.3). Throws MediaFault. */
export function parseAvcSetup(box: Box, sampleEntry: string): CodecSetup {
  const body = box.bytes.subarray(box.headerBytes);
  const view = viewOf(body);
  if (body.byteLength < 7) throw new MediaFault('box-malformed', 'avcC is cut off');
  const sets: Uint8Array[] = [];
  let at = 6;
  for (let count = (body[5] ?? 0) & 0x1f; count > 0; count -= 1) {
    const length = readUint16(view, at);
    if (at + 2 + length > body.byteLength) throw new MediaFault('box-malformed', 'a parameter set is cut off');
    sets.push(Uint8Array.from(body.subarray(at + 2, at + 2 + length)));
    at += 2 + length;
  }
  const hex = [1, 2, 3].map((index) => (body[index] ?? 0).toString(16).padStart(2, '0')).join('');
  return {
    family: 'avc',
    codec: `${sampleEntry}.${hex}`,
    lengthBytes: ((body[4] ?? 0) & 3) + 1,
    sequenceParameterSets: sets,
  };
}

const hevcSequenceParameterSet = 33;

/** Reads `hvcC` (ISO/IEC 14496-15 §8.3.3; codec string by its annex E.3). Throws MediaFault. */
export function parseHevcSetup(box: Box, sampleEntry: string): CodecSetup {
  const body = box.bytes.subarray(box.headerBytes);
  const view = viewOf(body);
  if (body.byteLength < 23) throw new MediaFault('box-malformed', 'hvcC is cut off');
  const sets: Uint8Array[] = [];
  let at = 23;
  for (let arrays = body[22] ?? 0; arrays > 0; arrays -= 1) {
    const type = (body[at] ?? 0) & 0x3f;
    let units = readUint16(view, at + 1);
    at += 3;
    for (; units > 0; units -= 1) {
      const length = readUint16(view, at);
      if (at + 2 + length > body.byteLength) throw new MediaFault('box-malformed', 'a parameter set is cut off');
      if (type === hevcSequenceParameterSet) sets.push(Uint8Array.from(body.subarray(at + 2, at + 2 + length)));
      at += 2 + length;
    }
  }
  return {
    family: 'hevc',
    codec: `${sampleEntry}.${toHevcProfile(body)}`,
    lengthBytes: ((body[21] ?? 0) & 3) + 1,
    sequenceParameterSets: sets,
  };
}

function toHevcProfile(body: Uint8Array): string {
  const first = body[1] ?? 0;
  const space = ['', 'A', 'B', 'C'][first >> 6] ?? '';
  const tier = (first & 0x20) === 0 ? 'L' : 'H';
  let compatibility = 0;
  const view = viewOf(body);
  for (let bit = 0; bit < 32; bit += 1) compatibility |= ((view.getUint32(2) >>> bit) & 1) << (31 - bit);
  const constraints = [...body.subarray(6, 12)];
  while (constraints.at(-1) === 0) constraints.pop();
  return [
    `${space}${first & 0x1f}`,
    (compatibility >>> 0).toString(16).toUpperCase(),
    `${tier}${body[12] ?? 0}`,
    ...constraints.map((byte) => byte.toString(16).toUpperCase()),
  ].join('.');
}
