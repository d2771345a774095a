/**
 * The server's clock as the page knows it. The device's own clock is never believed: only how much of it has passed
 * since the server last said its time, and that only while two clocks of the device agree about it.
 */
export interface ServerClock {
  /** Takes in one answer: when it was asked for (`nowMs` of then) and what the server's clock said in it. */
  learn(askedAtMs: number, serverNowMs: number): void;
  /** Server time minus `Date.now()`, or null while it is not known. */
  readOffsetMs(): number | null;
}

export interface DeviceClocks {
  /** The wall clock, which people and NTP may set. */
  nowMs: () => number;
  /** The monotonic clock, which on some systems stands while the device sleeps. */
  steadyMs: () => number;
}

/** Answers slower than this say too little about the time. */
const slowestAnswerMs = 5_000;
/** Two clocks further apart than this since the last answer: one of them was set or stood still. */
const driftAllowedMs = 1_500;
/** A better (faster) answer is preferred to a newer one for this long. */
const sampleKeptMs = 300_000;

export function createServerClock(clocks: DeviceClocks): ServerClock {
  let sample: { offsetMs: number; tookMs: number; wallMs: number; steadyMs: number } | null = null;

  const isTrusted = (): boolean => {
    if (!sample) return false;
    const wallMs = clocks.nowMs() - sample.wallMs;
    const steadyMs = clocks.steadyMs() - sample.steadyMs;
    return Math.abs(wallMs - steadyMs) <= driftAllowedMs;
  };

  return {
    learn(askedAtMs, serverNowMs) {
      const wallMs = clocks.nowMs();
      const tookMs = wallMs - askedAtMs;
      if (!Number.isFinite(serverNowMs) || tookMs < 0 || tookMs > slowestAnswerMs) return;
      const isKept = sample && isTrusted() && wallMs - sample.wallMs < sampleKeptMs && sample.tookMs <= tookMs;
      if (isKept) return;
      // As if the server had read its clock the moment it was asked: the picture may look older than it is, never younger.
      sample = { offsetMs: serverNowMs - askedAtMs, tookMs, wallMs, steadyMs: clocks.steadyMs() };
    },
    readOffsetMs: () => (sample && isTrusted() ? sample.offsetMs : null),
  };
}
