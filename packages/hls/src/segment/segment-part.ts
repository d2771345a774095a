import { joinChunks } from '../boxes/adjacent.ts';
import type { OpenPart, TimedFragment } from './media-segment.ts';

/** The parts of a segment that is still coming in. */
export interface PartCollector {
  /** Takes the next fragment, whose length is `durationMs`. */
  add(fragment: TimedFragment, durationMs: number): void;
  readonly parts: readonly OpenPart[];
  /** How many of them will not change any more. */
  readonly wholeParts: number;
}

/**
 * Groups fragments into parts of at most `partMs`; a key frame begins a part of its own, and so does a fragment that is
 * longer. A part is whole as soon as one more fragment like its last would not fit: whoever waits for it must not wait
 * for the next one as well. What was whole once never changes, so a part can be named before its segment ends.
 */
export function createPartCollector(partMs: number): PartCollector {
  const parts: OpenPart[] = [];
  let isLastWhole = true;
  let offset = 0;
  return {
    add(fragment, durationMs) {
      const lengthBytes = countBytes(fragment);
      const last = parts.at(-1);
      if (last && !isLastWhole && !fragment.keyframe && last.durationMs + durationMs <= partMs) {
        last.lengthBytes += lengthBytes;
        last.durationMs += durationMs;
        last.chunks.push(...fragment.chunks);
      } else {
        parts.push({ offset, lengthBytes, durationMs, independent: fragment.keyframe, chunks: [...fragment.chunks] });
      }
      offset += lengthBytes;
      isLastWhole = (parts.at(-1)?.durationMs ?? 0) + durationMs > partMs;
    },
    parts,
    get wholeParts() {
      return parts.length - (isLastWhole ? 0 : 1);
    },
  };
}

/** The bytes of all fragments in one piece of their own: a view would keep the whole memory they were read into. */
export function joinFragments(fragments: readonly TimedFragment[]): Uint8Array {
  const chunks = fragments.flatMap((fragment) => fragment.chunks);
  const joined = joinChunks(chunks);
  return joined.buffer === chunks[0]?.buffer ? joined.slice() : joined;
}

function countBytes(fragment: TimedFragment): number {
  return fragment.chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
}
