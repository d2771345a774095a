import { toInstant, type Clock } from '../../platform/clock.ts';
import type { Store } from '../../platform/store.ts';

const everyMs = 3_600_000;
const mostKept = 10_000;

/** Notes when a credential was last used, at most once an hour each: a read must not become a write every time. */
export function createUseNote(store: Store, clock: Clock): (credential: string) => Promise<void> {
  const notedAtMs = new Map<string, number>();
  return async (credential) => {
    const nowMs = clock.now();
    if (nowMs - (notedAtMs.get(credential) ?? -Infinity) < everyMs) return;
    if (notedAtMs.size >= mostKept) notedAtMs.clear();
    notedAtMs.set(credential, nowMs);
    await store.write((tx) =>
      tx
        .updateTable('credential')
        .set({ last_used_at: toInstant(nowMs) })
        .where('hash', '=', credential)
        .execute(),
    );
  };
}
