import type { Locale } from '@sitecast/contract';
import { isAllowed } from '../../platform/caller.ts';
import { toInstant } from '../../platform/clock.ts';
import type { DeliveryParts, MailParts, SendOutcome } from './parts.ts';
import type { MailOutboxTable } from './tables.ts';
import { writeMail } from './write-mail.ts';

const firstPauseMs = 60_000;
const longestPauseMs = 6 * 3_600_000;
/** With the pauses above, some two days. */
const mostAttempts = 14;

/**
 * Before anything is sent: what was handed over when the server died may have arrived. It is not sent again, and its
 * reader sees that nobody knows.
 */
export async function settleInterrupted({ store, clock }: Pick<MailParts, 'store' | 'clock'>): Promise<void> {
  await store.write(async (tx) => {
    await tx
      .updateTable('mail_outbox')
      .set({ state: 'unconfirmed', settled_at: toInstant(clock.now()) })
      .where('state', '=', 'handing-over')
      .execute();
  });
}

/** Sends what waits and is due, one after the other, until nothing is or `isStopped`. */
export async function deliverMail(parts: DeliveryParts, isStopped: () => boolean): Promise<void> {
  if (parts.sendMail === null) return;
  for (;;) {
    const row = await parts.store.db
      .selectFrom('mail_outbox')
      .selectAll()
      .where('state', '=', 'waiting')
      .where('next_at', '<=', toInstant(parts.clock.now()))
      .orderBy('next_at')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst();
    if (!row || isStopped()) return;
    await deliverOne(parts, row);
  }
}

async function deliverOne(parts: DeliveryParts, row: MailOutboxTable): Promise<void> {
  const { sendMail, store } = parts;
  const person = await parts.findPerson(store.db, row.principal);
  // Rights are those of this moment: who lost them since gets nothing.
  if (sendMail === null || !person || !isAllowed(person.caller, 'figures.read', row.project)) {
    await settle(parts, row.id, 'dropped', 'no right to it');
    return;
  }
  const { project, month, id, principal } = row;
  let outcome: SendOutcome;
  try {
    const report = await parts.renderReport(person.caller, { project, month, language: row.language as Locale });
    if (!report) outcome = { kind: 'later', fault: 'the report could not be made' };
    else {
      const mail = writeMail(parts, { id, principal, project, month, to: person.address }, report);
      outcome = await sendMail(mail, () => claim(parts, id));
    }
  } catch (err) {
    parts.log.warn({ err, mail: id }, 'a report could not be sent');
    outcome = { kind: 'later', fault: 'fault of this server' };
  }
  await keepOutcome(parts, row, outcome);
}

/** One commit before the last byte goes out: from here on the mail may have arrived. */
async function claim({ store }: DeliveryParts, id: string): Promise<void> {
  const { numUpdatedRows } = await store.write((tx) =>
    tx
      .updateTable('mail_outbox')
      .set({ state: 'handing-over' })
      .where('id', '=', id)
      .where('state', '=', 'waiting')
      .executeTakeFirstOrThrow(),
  );
  if (numUpdatedRows !== 1n) throw new Error('the mail is no longer wanted');
}

async function keepOutcome(parts: DeliveryParts, row: MailOutboxTable, outcome: SendOutcome): Promise<void> {
  const attempts = row.attempts + 1;
  if (!('fault' in outcome)) {
    await settle(parts, row.id, outcome.kind, null);
  } else if (outcome.kind === 'refused' || attempts >= mostAttempts) {
    await settle(parts, row.id, 'refused', outcome.fault);
  } else {
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempts - 1));
    await parts.store.write(async (tx) => {
      await tx
        .updateTable('mail_outbox')
        .set({
          state: 'waiting',
          attempts,
          next_at: toInstant(parts.clock.now() + pauseMs),
          fault: outcome.fault.slice(0, 200),
        })
        .where('id', '=', row.id)
        .where('state', 'in', ['waiting', 'handing-over'])
        .execute();
    });
  }
}

async function settle(
  { store, clock }: DeliveryParts,
  id: string,
  state: MailOutboxTable['state'],
  fault: string | null,
): Promise<void> {
  await store.write(async (tx) => {
    await tx
      .updateTable('mail_outbox')
      .set({ state, fault: fault?.slice(0, 200) ?? null, settled_at: toInstant(clock.now()) })
      .where('id', '=', id)
      .execute();
  });
}
