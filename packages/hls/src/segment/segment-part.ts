import type { SegmentPart, TimedFragment } from './media-segment.ts';

/** Groups a segment's fragments into parts of at most `partMs`; a key frame inside begins a part of its own. */
export function toParts(
  fragments: readonly TimedFragment[],
  partMs: number,
  toMs: (ticks: number) => number,
): SegmentPart[] {
  const parts: SegmentPart[] = [];
  let offset = 0;
  for (const fragment of fragments) {
    const durationMs = toMs(fragment.durationTicks);
    const last = parts.at(-1);
    if (last && !fragment.keyframe && last.durationMs + durationMs <= partMs) {
      last.lengthBytes += fragment.bytes.byteLength;
      last.durationMs += durationMs;
    } else {
      parts.push({ offset, lengthBytes: fragment.bytes.byteLength, durationMs, independent: fragment.keyframe });
    }
    offset += fragment.bytes.byteLength;
  }
  return parts;
}

/** The bytes of all fragments in one piece. */
export function joinParts(fragments: readonly TimedFragment[]): Uint8Array {
  const joined = new Uint8Array(fragments.reduce((sum, fragment) => sum + fragment.bytes.byteLength, 0));
  let at = 0;
  for (const fragment of fragments) {
    joined.set(fragment.bytes, at);
    at += fragment.bytes.byteLength;
  }
  return joined;
}
