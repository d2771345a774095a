import type { Box } from './box.ts';
import type { InitSegment } from './init-segment.ts';

/** The units of so many bytes, each as where it begins and ends; samples lie one behind the other. What is damaged ends the row. */
function* listUnits(mdat: Box, sampleBytes: number, lengthBytes: number): Generator<[start: number, end: number]> {
  const end = Math.min(mdat.bytes.byteLength, mdat.headerBytes + sampleBytes);
  let at = mdat.headerBytes;
  while (at + lengthBytes < end) {
    let length = 0;
    for (let index = 0; index < lengthBytes; index += 1) length = length * 256 + (mdat.bytes[at + index] ?? 0);
    const start = at + lengthBytes;
    if (length === 0 || start + length > end) return;
    yield [start, start + length];
    at = start + length;
  }
}

/**
 * The first sequence parameter set inside a sample, or null: cameras repeat it before key frames, and when it changes,
 * the picture's size or profile has changed although the container still says the old one.
 */
export function findParameterSet(mdat: Box, sampleBytes: number, init: InitSegment): Uint8Array | null {
  const { lengthBytes, family } = init.setup;
  for (const [start, end] of listUnits(mdat, sampleBytes, lengthBytes)) {
    const first = mdat.bytes[start] ?? 0;
    const isSet = family === 'avc' ? (first & 0x1f) === 7 : ((first >> 1) & 0x3f) === 33;
    if (isSet) return Uint8Array.from(mdat.bytes.subarray(start, end));
  }
  return null;
}

/**
 * Whether a fragment holds what no camera writes in the codec that the init names: the source changed to another one, and
 * ffmpeg goes on to call it by the first. H.264 has no type 0, and nobody's data partitions (2 to 4); H.265 sets neither the
 * highest nor the lowest bit of the first byte, and never a temporal id of 0.
 */
export function hasForeignUnit(mdat: Box, init: InitSegment): boolean {
  const { lengthBytes, family } = init.setup;
  for (const [start] of listUnits(mdat, mdat.bytes.byteLength, lengthBytes)) {
    const [first = 0, second = 0] = mdat.bytes.subarray(start, start + 2);
    const type = first & 0x1f;
    const isForeign =
      family === 'avc'
        ? first >= 0x80 || type === 0 || (type >= 2 && type <= 4)
        : (first & 0x81) !== 0 || (second & 7) === 0;
    if (isForeign) return true;
  }
  return false;
}

/** Whether two parameter sets are the same bytes. */
export function isSameSet(one: Uint8Array, other: Uint8Array): boolean {
  return one.byteLength === other.byteLength && one.every((byte, index) => byte === other[index]);
}
