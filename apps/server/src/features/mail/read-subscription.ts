import type { DeliveryState, Locale, SubscriptionView } from '@sitecast/contract';
import type { Caller } from '../../platform/caller.ts';
import type { Reader } from '../../platform/store.ts';
import type { MailParts } from './parts.ts';

const deliveriesShown = 6;

/** Whether the caller gets the project's report by e-mail, and what became of the last ones. */
export async function readSubscription(
  db: Reader,
  parts: Pick<MailParts, 'sendMail' | 'findPerson'>,
  project: string,
  caller: Caller,
): Promise<SubscriptionView> {
  const principal = caller.principal?.id ?? '';
  const person = await parts.findPerson(db, principal);
  const own = await db
    .selectFrom('report_subscription')
    .select('language')
    .where('principal', '=', principal)
    .where('project', '=', project)
    .executeTakeFirst();
  const deliveries = await db
    .selectFrom('mail_outbox')
    .select(['month', 'state', 'created_at', 'settled_at'])
    .where('principal', '=', principal)
    .where('project', '=', project)
    .orderBy('month', 'desc')
    .limit(deliveriesShown)
    .execute();
  return {
    project,
    available: parts.sendMail !== null && person !== null,
    address: person?.address ?? null,
    subscribed: own !== undefined,
    language: (own?.language as Locale | undefined) ?? null,
    deliveries: deliveries.map((row) => ({
      month: row.month,
      state: row.state === 'handing-over' ? 'waiting' : (row.state satisfies DeliveryState),
      at: row.settled_at ?? row.created_at,
    })),
  };
}
