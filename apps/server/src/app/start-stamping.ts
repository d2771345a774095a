import { requestTimestamp } from '../adapters/timestamp/request-timestamp.ts';
import { stampHeads } from '../features/ledger/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Store } from '../platform/store.ts';

const everyMs = 3_600_000;

/** Has the heads of the ledgers stamped, where an authority is named; what failed is asked for again in an hour. */
export function startStamping(parts: { store: Store; clock: Clock; log: Log; authority: URL | null }): {
  close(): Promise<void>;
} {
  const { store, clock, log, authority } = parts;
  if (authority === null) return { close: () => Promise.resolve() };
  const stamp = async (): Promise<void> => {
    try {
      const requestStamp = (hash: string) => requestTimestamp(authority, hash);
      const stamped = await stampHeads({ store, clock, authority: authority.host, requestStamp });
      if (stamped > 0) log.info({ stamped }, 'heads of the ledgers were stamped by the authority');
    } catch (err) {
      log.warn({ err }, 'the heads of the ledgers were not stamped; it is tried again in an hour');
    }
  };
  let round = stamp();
  const timer = setInterval(() => void (round = round.then(stamp)), everyMs);
  return {
    close: () => {
      clearInterval(timer);
      return round;
    },
  };
}
