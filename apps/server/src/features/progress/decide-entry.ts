import { Refusal, type EntryView } from '@sitecast/contract';
import { appendAudit } from '../../platform/audit.ts';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/store.ts';
import { announceEntry, findPending, insertDecision, type PendingEntry } from './pending-entry.ts';
import { readPlan } from './plan.ts';
import { checkDirection, checkMeasurement } from './post-rules.ts';
import { publishEntry, type PublishParts } from './publish-entry.ts';

export interface EntryStep {
  readonly project: string;
  readonly entry: string;
  readonly decision: 'verify' | 'approve' | 'reject';
  readonly by: Actor;
  readonly reason: string | null;
  readonly nowMs: number;
  readonly requestId: string;
}

/**
 * Takes one step of an entry: draft → verified → approved, or rejected from either. Poster, verifier and approver are
 * three people; under `verified-is-approved` one step by a second person ends it (invariant 4). Only approval
 * publishes (invariant 5). @throws Refusal
 */
export async function decideEntry(tx: Tx, parts: PublishParts, step: EntryStep): Promise<EntryView> {
  const { project, by, nowMs, reason } = step;
  const pending = await findPending(tx, project, step.entry);
  if (!pending) throw new Refusal('approval.not-found');
  checkStep(pending, step);
  const said = { by, atMs: nowMs, reason };
  const publishes = step.decision === 'approve' || (step.decision === 'verify' && isMerged(pending));
  if (step.decision === 'reject') await insertDecision(tx, step.entry, 'rejected', said);
  else if (!publishes) await insertDecision(tx, step.entry, 'verified', said);
  if (publishes) {
    await checkStillTrue(tx, pending);
    await insertDecision(tx, step.entry, 'approved', said);
    const verified = isMerged(pending) ? said : pending.verified;
    const approval = { posted: pending.posted, verified, approved: said };
    await publishEntry(tx, parts, { submission: pending.submission, approval, nowMs, requestId: step.requestId });
  } else {
    await appendAudit(tx, {
      atMs: nowMs,
      actor: by.id,
      action: `entry.${step.decision}`,
      entity: 'entry',
      entityId: step.entry,
      requestId: step.requestId,
      detail: { project, item: pending.submission.item, reason },
    });
  }
  return announceEntry(tx, parts, { project, id: step.entry, nowMs });
}

const isMerged = (pending: PendingEntry): boolean => pending.rule === 'verified-is-approved';

function checkStep(pending: PendingEntry, step: EntryStep): void {
  const isWanted =
    pending.state === 'draft'
      ? step.decision !== 'approve' || isMerged(pending)
      : pending.state === 'verified' && step.decision !== 'verify';
  if (!isWanted) {
    throw new Refusal('approval.decided', {
      detail: `the entry is ${pending.state}`,
      current: { state: pending.state },
    });
  }
  if (step.by.id === pending.posted.by.id) throw samePerson('posted');
  if (step.decision === 'approve' && step.by.id === pending.verified?.by.id) throw samePerson('verified');
}

/** What was true when it was posted must be so when it is published. A later post on the item supersedes it before. */
async function checkStillTrue(tx: Tx, { submission }: PendingEntry): Promise<void> {
  if (submission.kind === 'added' || submission.measurement === null) return;
  const plan = await readPlan(tx, submission.project);
  const item = plan?.items.find((one) => one.code === submission.item);
  if (!item) throw new Refusal('milestone.not-found');
  const isCorrection = submission.correction !== null;
  checkMeasurement(item, submission.measurement, isCorrection);
  checkDirection(item, submission.measurement, isCorrection);
}

function samePerson(step: 'posted' | 'verified'): Refusal {
  return new Refusal('approval.same-person', { detail: `who ${step} an entry does not decide on it` });
}
