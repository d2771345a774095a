import type { MilestoneView, ProgressView } from '@sitecast/contract';
import { appendAudit } from '../../platform/audit.ts';
import { toInstant } from '../../platform/clock.ts';
import type { Tx } from '../../platform/store.ts';
import { checkAcceptance, type AcceptanceReader } from './check-acceptance.ts';
import { announcePost, type AnnounceReaders } from './announce-post.ts';
import { supersedeWaiting, type WaitingReaders } from './pending-entry.ts';
import { readPlan, type PlanItem } from './plan.ts';
import { itemRefusal } from './item-refusals.ts';
import { recordEntry, type SealEntry } from './record-entry.ts';
import { recordReached } from './record-reached.ts';
import type { Approval, Submission } from './submission.ts';

export interface PublishParts extends AnnounceReaders, WaitingReaders {
  /** Whether the signatures an item needs are there. */
  readonly isAccepted: AcceptanceReader;
  /** Makes photos public with the post that carries them. */
  attachEvidence(tx: Tx, project: string, ids: readonly string[], at: string): Promise<void>;
  /** Adds a milestone no plan foresaw; returns its code. */
  addMilestone(tx: Tx, submission: Submission, approval: Approval, nowMs: number): Promise<string>;
  /** Appends a written entry to the ledger of its project, in the transaction that wrote it. */
  readonly sealEntry: SealEntry;
}

/**
 * The one place where an entry becomes public: it is recorded, its photos are attached, drafts that it overtook are
 * superseded, the ledger seals it, every audience is told. All in the caller's transaction.
 */
export async function publishEntry(
  tx: Tx,
  parts: PublishParts,
  entry: { submission: Submission; approval: Approval; nowMs: number; requestId: string },
): Promise<{ progress: ProgressView; milestone: MilestoneView }> {
  const item = await writeEntry(tx, parts, entry);
  return announcePost(tx, parts, { project: entry.submission.project, item, atMs: entry.nowMs });
}

/** The same without telling the audiences, for who publishes many at once and tells them then. Returns the item. */
export async function writeEntry(
  tx: Tx,
  parts: PublishParts,
  entry: { submission: Submission; approval: Approval; nowMs: number; requestId: string },
): Promise<string> {
  const { submission, approval, nowMs } = entry;
  const { project } = submission;
  const { by } = approval.approved ?? approval.verified ?? approval.posted;
  await checkAcceptance(tx, parts, submission);
  await parts.attachEvidence(tx, project, submission.evidence, toInstant(nowMs));
  const item = await record(tx, parts, entry);
  await appendAudit(tx, {
    atMs: nowMs,
    actor: by.id,
    action: toAction(submission, approval),
    entity: 'item',
    entityId: `${project}/${item}`,
    requestId: entry.requestId,
    detail: {
      entry: submission.id,
      dataDate: submission.dataDate,
      before: submission.before,
      after: submission.measurement,
      correction: submission.correction,
      actual: submission.actual,
      evidence: submission.evidence,
      postedBy: approval.posted.by.id,
      verifiedBy: approval.verified?.by.id ?? null,
    },
  });
  await supersedeWaiting(tx, parts, { project, items: [item], except: submission.id, by, nowMs });
  return item;
}

async function record(tx: Tx, parts: PublishParts, entry: Parameters<typeof publishEntry>[2]): Promise<string> {
  const { submission, approval, nowMs } = entry;
  if (submission.kind === 'added') {
    const code = await parts.addMilestone(tx, submission, approval, nowMs);
    await parts.sealEntry(tx, submission.project, submission.id);
    return code;
  }
  const { id, project, note, evidence, actual } = submission;
  const item = await findItem(tx, project, submission.item);
  const common = { id, project, note, evidence, postedBy: approval.posted.by.id, nowMs, approval };
  const by = { ...common, postedAs: approval.posted.by.role };
  if (submission.kind === 'reached' && actual !== null)
    await recordReached(tx, parts.sealEntry, { ...by, code: item.code, actual });
  else {
    const { dataDate, measurement, correction } = submission;
    await recordEntry(tx, parts.sealEntry, { ...by, item, dataDate, measurement, correction, actual: null });
  }
  return item.code;
}

async function findItem(tx: Tx, project: string, code: string | null): Promise<PlanItem> {
  const plan = await readPlan(tx, project);
  const item = plan?.items.find((one) => one.code === code);
  if (!item) throw itemRefusal('item');
  return item;
}

function toAction(submission: Submission, approval: Approval): string {
  if (approval.approved) return 'entry.approve';
  switch (submission.kind) {
    case 'progress':
      return submission.correction ? 'progress.correct' : 'progress.post';
    case 'reached':
      return 'milestone.reach';
    case 'added':
      return 'milestone.add';
  }
}
