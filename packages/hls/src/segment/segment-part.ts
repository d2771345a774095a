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
    const lengthBytes = countBytes(fragment);
    if (last && !fragment.keyframe && last.durationMs + durationMs <= partMs) {
      last.lengthBytes += lengthBytes;
      last.durationMs += durationMs;
    } else {
      parts.push({ offset, lengthBytes, durationMs, independent: fragment.keyframe });
    }
    offset += lengthBytes;
  }
  return parts;
}

/** The bytes of all fragments in one piece. */
export function joinParts(fragments: readonly TimedFragment[]): Uint8Array {
  const joined = new Uint8Array(fragments.reduce((sum, fragment) => sum + countBytes(fragment), 0));
  let at = 0;
  for (const chunk of fragments.flatMap((fragment) => fragment.chunks)) {
    joined.set(chunk, at);
    at += chunk.byteLength;
  }
  return joined;
}

function countBytes(fragment: TimedFragment): number {
  return fragment.chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
}
