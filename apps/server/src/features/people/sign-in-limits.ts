import { Refusal } from '@sitecast/contract';
import { RateLimiterMemory } from 'rate-limiter-flexible';

export interface SignInLimits {
  /** Counts one try for the address and the account; the returned function forgives the account after a success. */
  takeSignIn(address: string, login: string): Promise<() => Promise<void>>;
  /** Counts one try of a setup or invitation link. */
  takeLink(address: string): Promise<void>;
}

/**
 * Tries are counted by account together with its address, by account alone, and by address alone. No hard lock: from
 * another address the owner still gets in while somebody guesses.
 */
export function createSignInLimits(): SignInLimits {
  const pair = new RateLimiterMemory({ keyPrefix: 'pair', points: 8, duration: 300, blockDuration: 60 });
  const account = new RateLimiterMemory({ keyPrefix: 'account', points: 100, duration: 3_600 });
  const address = new RateLimiterMemory({ keyPrefix: 'address', points: 60, duration: 300 });
  const link = new RateLimiterMemory({ keyPrefix: 'link', points: 20, duration: 300 });
  return {
    takeSignIn: async (from, login) => {
      const key = `${from} ${login}`;
      await take(address, from);
      await take(pair, key);
      await take(account, login);
      return async () => {
        await pair.delete(key);
        await account.reward(login, 1);
      };
    },
    takeLink: (from) => take(link, from),
  };
}

async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (rejected) {
    if (rejected instanceof Error) throw rejected;
    const waitMs = (rejected as { msBeforeNext: number }).msBeforeNext;
    throw new Refusal('request.rate', { current: Math.max(1, Math.ceil(waitMs / 1_000)) });
  }
}
