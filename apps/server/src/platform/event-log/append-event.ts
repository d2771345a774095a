import type { Audience, LogEventBody } from '@sitecast/contract';
import { toInstant } from '../clock.ts';
import type { Reader, Tx } from '../store.ts';

export type NewEvent = LogEventBody & {
  atMs: number;
  /** The narrowest audience that may see it: `public` reaches everyone, `investor` investors and managers. */
  audience: Audience;
  /** The project's code; the programme's code for what belongs to no project. */
  project: string;
};

/** Adds one event to the log, in the transaction of the fact it tells. The payload is a whole read model (SEQ4). */
export async function appendEvent(tx: Tx, event: NewEvent): Promise<void> {
  await tx
    .insertInto('event')
    .values({
      at: toInstant(event.atMs),
      audience: event.audience,
      project: event.project,
      type: event.type,
      payload: JSON.stringify(event.payload),
    })
    .execute();
}

/** The newest seq of the log; 0 where nothing happened yet. What a page is rendered at. */
export async function readSeq(db: Reader | Tx): Promise<number> {
  const row = await db
    .selectFrom('event')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .executeTakeFirst();
  return row?.seq ?? 0;
}
