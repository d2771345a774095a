/** Lets bytes through at a rate, one second's worth at once. */
export interface TokenBucket {
  /** Takes bytes; answers how long to wait before they may go, in ms. */
  take(bytes: number): number;
}

/** `nowMs` may be any clock; one that jumps back costs a second's worth at most. */
export function createTokenBucket(bytesPerSecond: number, nowMs: () => number): TokenBucket {
  let level = bytesPerSecond;
  let atMs = nowMs();
  return {
    take(bytes) {
      const sinceMs = Math.max(0, nowMs() - atMs);
      atMs = nowMs();
      level = Math.min(bytesPerSecond, level + (sinceMs * bytesPerSecond) / 1_000) - bytes;
      return level >= 0 ? 0 : Math.ceil((-level * 1_000) / bytesPerSecond);
    },
  };
}
