/** What a live playback tells about itself, in ms of its own time line. */
export interface LatencyFacts {
  /** How far the picture is behind the end of the list. */
  latencyMs: number;
  /** How much is loaded ahead of the picture. */
  aheadMs: number;
  /** A monotonic clock. */
  nowMs: number;
}

export interface LatencyAdvice {
  playbackRate: number;
  /** Media to leave out at once, in ms: at the very start nobody has seen anything yet. */
  skipMs: number;
  /** So far behind that catching up would take minutes. */
  jumps: boolean;
}

/** Keeps a live picture at a distance from the edge that its line can bear. */
export interface LatencyHold {
  /** The distance that is held now, in ms. */
  readonly targetMs: number;
  /** What the stream itself asks for, at least. */
  setLeast(leastMs: number): void;
  /** The picture begins, or was put to the edge: its distance may be set without anybody seeing it. */
  begin(): void;
  /** The picture stood still for want of data. */
  noteStall(nowMs: number): void;
  advise(facts: LatencyFacts): LatencyAdvice;
}

/** Faster or slower than this is seen. */
const slowest = 0.95;
const fastest = 1.05;
/** Within this of the target nothing is done: a rate that changes all the time is seen too. */
const restMs = 120;
/** The whole correction is used from this distance on. */
const fullMs = 1_000;
const stallStepMs = 500;
/** One stall is told several times over. */
const sameStallMs = 3_000;
const mostMs = 8_000;
/** So long without a stall before the target shrinks, by a step at a time. */
const calmMs = 20_000;
const shrinkEveryMs = 5_000;
const shrinkStepMs = 50;
const jumpMs = 6_000;
/** With less than this ahead the picture is slowed rather than let run dry. */
const dryMs = 150;
/** A start that is off by less is left to the playback rate. */
const skipFromMs = 400;
/** How long after its start a picture may be put to its distance by skips. */
const settleMs = 8_000;

/**
 * Grows the distance at once after a stall, shrinks it slowly while all is calm, and holds it by the playback rate.
 * `skipKeepsMs` must stay loaded ahead of a skip: what is played until the next piece of the stream can be there.
 */
export function createLatencyHold(firstLeastMs: number, skipKeepsMs: number): LatencyHold {
  let leastMs = firstLeastMs;
  let addedMs = 0;
  let calmSinceMs: number | null = null;
  let lastRate = 1;
  let settlesUntilMs: number | null = null;
  let stalledAtMs = Number.NEGATIVE_INFINITY;

  const shrink = (nowMs: number): void => {
    calmSinceMs ??= nowMs;
    if (addedMs === 0 || nowMs - calmSinceMs < calmMs) return;
    addedMs = Math.max(0, addedMs - shrinkStepMs);
    calmSinceMs = nowMs - calmMs + shrinkEveryMs;
  };
  const toRate = (errorMs: number, aheadMs: number): number => {
    // Once it corrects, it goes on until the target is reached, or it would come and go at the border.
    const borderMs = lastRate === 1 ? restMs : restMs / 4;
    if (aheadMs < dryMs) return slowest;
    if (Math.abs(errorMs) <= borderMs) return 1;
    const share = Math.max(-1, Math.min(1, errorMs / fullMs));
    const strength = Math.max(0.01, Math.abs(share) * (share > 0 ? fastest - 1 : 1 - slowest));
    return Math.round((share > 0 ? 1 + strength : 1 - strength) * 1_000) / 1_000;
  };

  return {
    get targetMs() {
      return Math.min(mostMs, leastMs + addedMs);
    },
    setLeast(nextMs) {
      leastMs = Math.min(mostMs, nextMs);
    },
    begin() {
      settlesUntilMs = null;
    },
    noteStall(nowMs) {
      calmSinceMs = nowMs;
      if (nowMs - stalledAtMs < sameStallMs) return;
      stalledAtMs = nowMs;
      addedMs = Math.min(mostMs - leastMs, addedMs + stallStepMs);
    },
    advise({ latencyMs, aheadMs, nowMs }) {
      shrink(nowMs);
      const errorMs = latencyMs - Math.min(mostMs, leastMs + addedMs);
      if (errorMs > jumpMs) return { playbackRate: 1, skipMs: 0, jumps: true };
      settlesUntilMs ??= nowMs + settleMs;
      const skipMs = Math.min(errorMs, aheadMs - skipKeepsMs);
      if (nowMs < settlesUntilMs && skipMs > skipFromMs) return { playbackRate: 1, skipMs, jumps: false };
      lastRate = toRate(errorMs, aheadMs);
      return { playbackRate: lastRate, skipMs: 0, jumps: false };
    },
  };
}
