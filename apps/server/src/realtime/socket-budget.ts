export interface SocketBudget {
  /** Whether one more event may be handled now. */
  take(): boolean;
}

const burst = 30;
const perSecond = 5;

/** How many events one socket may send: a burst when it opens pages, few after. */
export function createSocketBudget(nowMs: () => number = () => performance.now()): SocketBudget {
  let left = burst;
  let atMs = nowMs();
  return {
    take: () => {
      const now = nowMs();
      left = Math.min(burst, left + ((now - atMs) / 1_000) * perSecond);
      atMs = now;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
