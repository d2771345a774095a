import type { Box } from './box.ts';
import type { InitSegment } from './init-segment.ts';

/**
 * The first sequence parameter set inside a sample, or null: cameras repeat it before key frames, and when it changes,
 * the picture's size or profile has changed although the container still says the old one.
 */
export function findParameterSet(mdat: Box, sampleBytes: number, init: InitSegment): Uint8Array | null {
  const { lengthBytes, family } = init.setup;
  const end = Math.min(mdat.bytes.byteLength, mdat.headerBytes + sampleBytes);
  let at = mdat.headerBytes;
  while (at + lengthBytes < end) {
    let length = 0;
    for (let index = 0; index < lengthBytes; index += 1) length = length * 256 + (mdat.bytes[at + index] ?? 0);
    const start = at + lengthBytes;
    if (length === 0 || start + length > end) return null;
    const first = mdat.bytes[start] ?? 0;
    const isSet = family === 'avc' ? (first & 0x1f) === 7 : ((first >> 1) & 0x3f) === 33;
    if (isSet) return Uint8Array.from(mdat.bytes.subarray(start, start + length));
    at = start + length;
  }
  return null;
}

/** Whether two parameter sets are the same bytes. */
export function isSameSet(one: Uint8Array, other: Uint8Array): boolean {
  return one.byteLength === other.byteLength && one.every((byte, index) => byte === other[index]);
}
