import { toInstant, type Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Store } from '../platform/store.ts';

const everyMs = 3_600_000;
/** Far longer than any page keeps a post it got no answer to. */
const idempotencyTtlMs = 30 * 24 * 3_600_000;

/** Removes what no longer means anything: credentials that ran out, answers nobody can ask for again. */
export function startHousekeeping(parts: { store: Store; clock: Clock; log: Log }): { close(): void } {
  const tidy = (): void => {
    tidyOnce(parts.store, parts.clock.now()).catch((err: unknown) => parts.log.error({ err }, 'housekeeping failed'));
  };
  const timer = setInterval(tidy, everyMs);
  tidy();
  return { close: () => clearInterval(timer) };
}

/** Deletes credentials that have expired and answers that no repeat asks for any more. */
export async function tidyOnce(store: Store, nowMs: number): Promise<void> {
  await store.write(async (tx) => {
    await tx.deleteFrom('credential').where('expires_at', '<', toInstant(nowMs)).execute();
    await tx
      .deleteFrom('idempotency')
      .where('at', '<', toInstant(nowMs - idempotencyTtlMs))
      .execute();
  });
}
