import { createHash } from 'node:crypto';
import { idempotencyKeySchema, Refusal } from '@sitecast/contract';
import { toInstant, type Clock } from '../platform/clock.ts';
import type { Store, Tx } from '../platform/store.ts';

/** One acknowledged post: what is sent again to whoever repeats it. */
interface KeptAnswer {
  status: number;
  body: unknown;
}

/** Runs a post under its key. `run` gets a `write` that keeps the answer in the writer's own transaction (IDEM4). */
export interface Idempotency {
  execute(
    request: { principal: string; key: string | undefined; hash: string; status: number },
    run: (write: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>) => Promise<unknown>,
  ): Promise<KeptAnswer>;
}

export function createIdempotency(store: Store, clock: Clock): Idempotency {
  const underWay = new Map<string, { hash: string; answer: Promise<KeptAnswer> }>();

  const readKept = async (db: Tx | Store['db'], principal: string, key: string, hash: string) => {
    const row = await db
      .selectFrom('idempotency')
      .selectAll()
      .where('principal', '=', principal)
      .where('key', '=', key)
      .executeTakeFirst();
    if (!row) return null;
    if (row.request_hash !== hash) throw new Refusal('idempotency.reused');
    return { status: row.status, body: JSON.parse(row.answer) as unknown };
  };

  return {
    execute: async ({ principal, key, hash, status }, run) => {
      if (key === undefined) throw new Refusal('idempotency.missing');
      if (!idempotencyKeySchema.safeParse(key).success) {
        throw new Refusal('request.invalid', {
          fields: [{ field: 'Idempotency-Key', message: '16–64 of A-Za-z0-9_-' }],
        });
      }
      const slot = `${principal} ${key}`;
      const other = underWay.get(slot);
      if (other) {
        if (other.hash !== hash) throw new Refusal('idempotency.reused');
        // Parallel copies wait for the first and get its answer, a refusal too.
        return other.answer;
      }
      const answer = (async () => {
        const kept = await readKept(store.db, principal, key, hash);
        if (kept) return kept;
        let written = false;
        const body = await run((work) => {
          if (written) throw new Error('an idempotent handler wrote twice');
          written = true;
          return store.write(async (tx) => {
            const result = await work(tx);
            await tx
              .insertInto('idempotency')
              .values({
                principal,
                key,
                request_hash: hash,
                status,
                answer: JSON.stringify(result ?? null),
                at: toInstant(clock.now()),
              })
              .execute();
            return result;
          });
        });
        if (!written) throw new Error('an idempotent handler did not write');
        return { status, body };
      })();
      underWay.set(slot, { hash, answer });
      try {
        return await answer;
      } finally {
        underWay.delete(slot);
      }
    },
  };
}

/** What makes two posts the same: the address and everything sent. */
export function hashRequest(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
