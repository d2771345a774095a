import type { PublishingRule } from '@sitecast/contract';
import { appendAudit } from '../../platform/audit.ts';
import type { Actor } from '../../platform/actor.ts';
import { toInstant } from '../../platform/clock.ts';
import type { Reader, Tx } from '../../platform/store.ts';

/** The rule of a project that never chose one: its manager answers for what is posted. */
const rule: PublishingRule = 'posted-by-manager';

/** When posts of a project are published, now or at a past instant; stands in every receipt. */
export async function readPublishingRule(db: Reader, project: string, at?: string): Promise<PublishingRule> {
  const row = await db
    .selectFrom('publishing_rule')
    .select('rule')
    .where('project', '=', project)
    .$if(at !== undefined, (query) => query.where('set_at', '<=', at ?? ''))
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (row?.rule as PublishingRule | undefined) ?? rule;
}

/** Holds for posts from now on; what waits is decided by the rule it was posted under. */
export async function changePublishingRule(
  tx: Tx,
  change: {
    project: string;
    rule: PublishingRule;
    reason: string;
    by: Actor;
    nowMs: number;
    requestId: string;
  },
): Promise<void> {
  const { project, reason, by, nowMs } = change;
  const before = await readPublishingRule(tx, project);
  await tx
    .insertInto('publishing_rule')
    .values({ project, rule: change.rule, reason, set_by: by.id, set_as: by.role, set_at: toInstant(nowMs) })
    .execute();
  await appendAudit(tx, {
    atMs: nowMs,
    actor: by.id,
    action: 'rule.change',
    entity: 'project',
    entityId: project,
    requestId: change.requestId,
    detail: { before, after: change.rule, reason },
  });
}
