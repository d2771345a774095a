import type { OutageCause } from '@sitecast/contract';
import { findGaps, type Span } from '@sitecast/hls';
import type { CauseChange } from '../../storage/archive/cause-log.ts';

/** A stretch without footage, and why. */
export interface CausedGap extends Span {
  cause: OutageCause;
}

/** A fault is noticed seconds after footage ends, and footage begins seconds after it is over. */
const noticeMs = 60_000;

/**
 * The gaps of a window, each cut where its cause changed. What nobody noticed takes the cause that stood at its end, or
 * the one before it, where that is a minute away at most; else it is `lost`.
 */
export function explainGaps(recorded: readonly Span[], window: Span, causes: readonly CauseChange[]): CausedGap[] {
  return findGaps(recorded, window).flatMap((gap) => explainGap(gap, causes));
}

function explainGap(gap: Span, causes: readonly CauseChange[]): CausedGap[] {
  const first = findLast(causes, gap.fromMs);
  const pieces: { fromMs: number; toMs: number; cause: CauseChange['cause'] }[] = [];
  let { fromMs } = gap;
  for (let index = Math.max(first, 0); index < causes.length; index += 1) {
    const change = causes[index];
    if (!change || change.atMs >= gap.toMs) break;
    const toMs = Math.min(gap.toMs, causes[index + 1]?.atMs ?? gap.toMs);
    if (toMs <= fromMs) continue;
    pieces.push({ fromMs, toMs, cause: change.cause });
    fromMs = toMs;
  }
  if (pieces.length === 0) return [{ ...gap, cause: 'lost' }];
  const explained: CausedGap[] = pieces.map((piece, index) => {
    if (piece.cause !== 'recording') return { ...piece, cause: piece.cause };
    const isShort = piece.toMs - piece.fromMs <= noticeMs;
    const near = isShort ? (pieces[index + 1]?.cause ?? pieces[index - 1]?.cause) : undefined;
    return { ...piece, cause: near === undefined || near === 'recording' ? 'lost' : near };
  });
  return joinSame(explained);
}

function joinSame(gaps: readonly CausedGap[]): CausedGap[] {
  const joined: CausedGap[] = [];
  for (const gap of gaps) {
    const last = joined.at(-1);
    if (last?.cause === gap.cause && last.toMs === gap.fromMs) last.toMs = gap.toMs;
    else joined.push({ ...gap });
  }
  return joined;
}

/** Index of the last change at or before an instant; -1: there is none. */
function findLast(causes: readonly CauseChange[], atMs: number): number {
  let low = 0;
  let high = causes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((causes[middle]?.atMs ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
