import { toInstant } from '../../platform/clock.ts';
import type { MailParts } from './parts.ts';

/**
 * Puts the report of a month into the outbox, for everyone who subscribed to it: once for each of them, however often it
 * is asked for. Returns how many are new.
 */
export async function queueReports(
  parts: Pick<MailParts, 'store' | 'clock' | 'ids'>,
  due: readonly { project: string; month: string }[],
): Promise<number> {
  let added = 0;
  for (const { project, month } of due) {
    await parts.store.write(async (tx) => {
      const subscribers = await tx
        .selectFrom('report_subscription')
        .select(['principal', 'language'])
        .where('project', '=', project)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('mail_outbox')
                .select('id')
                .where('mail_outbox.project', '=', project)
                .where('mail_outbox.month', '=', month)
                .whereRef('mail_outbox.principal', '=', 'report_subscription.principal'),
            ),
          ),
        )
        .execute();
      const at = toInstant(parts.clock.now());
      for (const { principal, language } of subscribers) {
        const id = parts.ids.createId();
        const row = { id, project, principal, month, language, fault: null, settled_at: null };
        await tx
          .insertInto('mail_outbox')
          .values({ ...row, state: 'waiting', attempts: 0, next_at: at, created_at: at })
          .execute();
        added += 1;
      }
    });
  }
  return added;
}
