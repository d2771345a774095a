import { toLocalDate } from '@sitecast/progress';
import { toInstant, type Clock } from '../../platform/clock.ts';
import type { Store } from '../../platform/store.ts';

export interface StampParts {
  readonly store: Store;
  readonly clock: Clock;
  /** Who stamps, without a path. */
  readonly authority: string;
  /** A checked token over the digest (base64 DER) and its time. @throws where there is none. */
  requestStamp(hash: string): Promise<{ token: string; at: string }>;
}

/** A round asks for no more: an authority is somebody else's machine. */
const mostPerRound = 10;

/**
 * Has the last head of each day that is over stamped, newest first, and keeps the token beside it. The newest head of
 * today is left for tomorrow: it is not yet the day's last. Returns how many were stamped. @throws what the request throws
 */
export async function stampHeads(parts: StampParts): Promise<number> {
  const { store, clock, authority } = parts;
  const now = toInstant(clock.now());
  const rows = await store.db
    .selectFrom('ledger_checkpoint as head')
    .innerJoin('project', 'project.code', 'head.project')
    .leftJoin('ledger_timestamp as stamp', (join) =>
      join.onRef('stamp.project', '=', 'head.project').onRef('stamp.n', '=', 'head.n'),
    )
    .select(['head.project', 'head.n', 'head.hash', 'head.day', 'project.zone'])
    .where('stamp.n', 'is', null)
    .where('head.n', '=', (eb) =>
      eb
        .selectFrom('ledger_checkpoint as same')
        .select((last) => last.fn.max('same.n').as('n'))
        .whereRef('same.project', '=', 'head.project')
        .whereRef('same.day', '=', 'head.day'),
    )
    .orderBy('head.at', 'desc')
    .execute();
  const due = rows.filter((row) => row.day < toLocalDate(now, row.zone)).slice(0, mostPerRound);
  for (const { project, n, hash } of due) {
    const { token, at } = await parts.requestStamp(hash);
    await store.write(async (tx) => {
      await tx.insertInto('ledger_timestamp').values({ project, n, hash, at, authority, token }).execute();
    });
  }
  return due.length;
}
