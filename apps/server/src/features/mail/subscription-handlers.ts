import { Refusal } from '@sitecast/contract';
import { appendAudit } from '../../platform/audit.ts';
import type { HandlersOf } from '../../platform/call.ts';
import { toInstant } from '../../platform/clock.ts';
import type { Tx } from '../../platform/store.ts';
import { requireProject } from '../../platform/project-guard.ts';
import { readEndToken } from './end-token.ts';
import type { MailParts } from './parts.ts';
import { readSubscription } from './read-subscription.ts';

export function createSubscriptionHandlers(
  parts: MailParts,
): HandlersOf<'subscription.read' | 'subscription.change' | 'subscription.end'> {
  const { store, clock } = parts;
  return {
    'subscription.read': async (call) => {
      await requireProject(store.db, call.params.project);
      return readSubscription(store.db, parts, call.params.project, call.caller);
    },

    'subscription.change': (call) =>
      call.write(async (tx) => {
        const { project } = call.params;
        const { subscribed, language } = call.body;
        await requireProject(tx, project);
        const principal = call.caller.principal?.id ?? '';
        if (subscribed) {
          if (parts.sendMail === null || !(await parts.findPerson(tx, principal)))
            throw new Refusal('mail.not-possible');
          const at = toInstant(clock.now());
          await tx
            .insertInto('report_subscription')
            .values({ principal, project, language, subscribed_at: at })
            .onConflict((conflict) => conflict.columns(['principal', 'project']).doUpdateSet({ language }))
            .execute();
        } else await endSubscription(tx, principal, project);
        await appendAudit(tx, {
          atMs: clock.now(),
          actor: principal,
          action: subscribed ? 'report.subscribe' : 'report.unsubscribe',
          entity: 'project',
          entityId: project,
          requestId: call.requestId,
          detail: { language },
        });
        return readSubscription(tx, parts, project, call.caller);
      }),

    'subscription.end': (call) =>
      call.write(async (tx) => {
        const found = readEndToken(parts.endKey, call.body.token);
        if (!found) throw new Refusal('invitation.gone');
        await endSubscription(tx, found.principal, found.project);
        await appendAudit(tx, {
          atMs: clock.now(),
          actor: found.principal,
          action: 'report.unsubscribe',
          entity: 'project',
          entityId: found.project,
          requestId: call.requestId,
        });
        return null;
      }),
  };
}

/** Ended twice is ended once. What waits is not sent any more. */
async function endSubscription(tx: Tx, principal: string, project: string): Promise<void> {
  await tx
    .deleteFrom('report_subscription')
    .where('principal', '=', principal)
    .where('project', '=', project)
    .execute();
  await tx
    .updateTable('mail_outbox')
    .set({ state: 'dropped' })
    .where('principal', '=', principal)
    .where('project', '=', project)
    .where('state', '=', 'waiting')
    .execute();
}
