/** How fast the line to the centre was lately, and what may be hoped of it. */
export interface LineRate {
  /** A parcel was acknowledged so long after it was begun. */
  kept(bytes: number, tookMs: number): void;
  /** One was given up at its limit. */
  timedOut(): void;
  /** How long a parcel of so many bytes will take; null: nobody knows, or not any more. */
  toExpectedMs(bytes: number): number | null;
  /** How long one may take before the line counts as cut. */
  toLimitMs(bytes: number): number;
}

/** Less than this is decided by the way there and back and by the disk of the centre, not by the line. */
const leastBytes = 16_384;
const weight = 0.4;
/** What was measured longer ago may be another line by now. */
const freshMs = 30_000;
/** A line that is cut without a word shows after this; a slow one is given more, up to the longest. */
const shortestLimitMs = 28_000;
/** A second of 4 Mbit/s needs no longer at 64 kbit/s; the centre waits for a body longer than that. */
export const longestLimitMs = 120_000;

/** @param tickMs a clock that never runs back. */
export function createLineRate(tickMs: () => number): LineRate {
  let bytesPerMs: number | null = null;
  let measuredMs = 0;
  let timeouts = 0;

  return {
    kept(bytes, tookMs) {
      timeouts = 0;
      if (bytes < leastBytes) return;
      const now = bytes / Math.max(1, tookMs);
      bytesPerMs = bytesPerMs === null ? now : bytesPerMs + (now - bytesPerMs) * weight;
      measuredMs = tickMs();
    },
    timedOut() {
      timeouts += 1;
    },
    toExpectedMs: (bytes) => (bytesPerMs === null || tickMs() - measuredMs > freshMs ? null : bytes / bytesPerMs),
    toLimitMs(bytes) {
      const likelyMs = bytesPerMs === null ? 0 : (3 * bytes) / bytesPerMs;
      return Math.min(longestLimitMs, Math.max(shortestLimitMs, likelyMs) * 2 ** Math.min(timeouts, 3));
    },
  };
}
