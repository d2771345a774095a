/** Pauses between two tries: they double from half a second to five, which is also how late a camera can be back. */
const firstMs = 500;
const lastMs = 5_000;

export interface BackOff {
  /** The next pause in milliseconds, up to a fifth shorter by chance so that cameras do not come back in step. */
  next(): number;
  reset(): void;
}

/** `random` answers 0 ≤ n < 1. */
export function createBackOff(random: () => number): BackOff {
  let pauseMs = firstMs;
  return {
    next() {
      const current = pauseMs;
      pauseMs = Math.min(lastMs, pauseMs * 2);
      return Math.round(current * (1 - random() * 0.2));
    },
    reset() {
      pauseMs = firstMs;
    },
  };
}
