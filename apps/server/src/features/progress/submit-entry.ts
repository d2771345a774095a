import type { EntryView, MilestoneView, ProgressView, PublishingRule } from '@sitecast/contract';
import { appendAudit } from '../../platform/audit.ts';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/store.ts';
import { checkAcceptance } from './check-acceptance.ts';
import { announceEntry, insertPending, supersedeWaiting } from './pending-entry.ts';
import { publishEntry, type PublishParts } from './publish-entry.ts';
import { readPlan } from './plan.ts';
import { readPublishingRule } from './publishing-rule.ts';
import { toWhole } from './record-reached.ts';
import { readProgress } from './read-progress.ts';
import { approvedByPoster, type Submission } from './submission.ts';

/** What became of a post: published, or kept for those who must look at it first. */
export interface Submitted {
  progress: ProgressView;
  /** null: a new milestone that is not published yet. */
  milestone: MilestoneView | null;
  waiting: EntryView | null;
}

/** Takes a checked post the way the project's rule says. One draft waits per item: a newer one supersedes it. */
export async function submitEntry(
  tx: Tx,
  parts: PublishParts,
  post: { submission: Submission; by: Actor; nowMs: number; requestId: string },
): Promise<Submitted> {
  const { by, nowMs, requestId } = post;
  await checkAcceptance(tx, parts, post.submission);
  const submission = await fillReached(tx, post.submission);
  const { project, id, item } = submission;
  const rule = forJudgement(submission, await readPublishingRule(tx, project));
  if (rule === 'posted-by-manager') {
    const approval = approvedByPoster(by, nowMs);
    return { ...(await publishEntry(tx, parts, { submission, approval, nowMs, requestId })), waiting: null };
  }
  if (item !== null) await supersedeWaiting(tx, parts, { project, items: [item], except: null, by, nowMs });
  await insertPending(tx, { submission, rule, posted: { by, atMs: nowMs, reason: null } });
  await appendAudit(tx, {
    atMs: nowMs,
    actor: by.id,
    action: 'entry.submit',
    entity: 'entry',
    entityId: id,
    requestId,
    detail: { project, item, kind: submission.kind, dataDate: submission.dataDate, rule },
  });
  const waiting = await announceEntry(tx, parts, { project, id, nowMs });
  return {
    progress: await readProgress(tx, project),
    milestone: item === null ? null : await parts.readMilestone(tx, project, item),
    waiting,
  };
}

/** A reached item is all of its work, by its own method. */
async function fillReached(tx: Tx, submission: Submission): Promise<Submission> {
  if (submission.kind !== 'reached') return submission;
  const plan = await readPlan(tx, submission.project);
  const item = plan?.items.find((one) => one.code === submission.item);
  return item ? { ...submission, measurement: toWhole(item), before: item.measurement } : submission;
}

/** An estimate is one person's judgement: a second one looks at it even where the manager answers for counts alone. */
function forJudgement({ measurement, kind }: Submission, rule: PublishingRule): PublishingRule {
  const isEstimate = kind === 'progress' && measurement?.method === 'estimate';
  return isEstimate && rule === 'posted-by-manager' ? 'verified-is-approved' : rule;
}
