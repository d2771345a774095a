import { Refusal } from '@sitecast/contract';
import { RateLimiterMemory } from 'rate-limiter-flexible';

/** Counts one order of a clip for an address. Rejects with Refusal `clip.busy` where there were too many. */
export function createClipLimit(): (address: string) => Promise<void> {
  const limiter = new RateLimiterMemory({ keyPrefix: 'clip', points: 12, duration: 600 });
  return async (address) => {
    try {
      await limiter.consume(address);
    } catch (rejected) {
      if (rejected instanceof Error) throw rejected;
      const waitMs = (rejected as { msBeforeNext: number }).msBeforeNext;
      throw new Refusal('clip.busy', { current: Math.max(1, Math.ceil(waitMs / 1_000)) });
    }
  };
}
