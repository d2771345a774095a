import {
  Refusal,
  type ImportedProgress,
  type PlanItemView,
  type PlanPhase,
  type ProposalView,
  type WeightBasis,
  type WorkCalendarView,
} from '@sitecast/contract';
import { checkPlanCurve, createWorkCalendar, replanCurve, type PlanPoint, type WorkCalendar } from '@sitecast/progress';
import { appendAudit } from '../../platform/audit.ts';
import type { Actor } from '../../platform/actor.ts';
import { toInstant } from '../../platform/clock.ts';
import type { Tx } from '../../platform/store.ts';
import { checkProposal } from './check-proposal.ts';
import type { BaselineParts } from './parts.ts';
import { readStandingPlan, toPlanItem, toPlannedItem } from './plan-content.ts';
import { announceProposal } from './proposals.ts';

/** A plan as somebody wants it to be. */
export interface NewProposal {
  readonly project: string;
  /** The revision it was made against. */
  readonly expectedRevision: number;
  readonly reason: string;
  readonly items: readonly PlanItemView[];
  /** Left out: made from the plan in force. A schedule that was imported brings its own. */
  readonly curve?: readonly PlanPoint[] | undefined;
  /** Each left out: as in the plan in force. */
  readonly phases?: readonly PlanPhase[] | undefined;
  readonly calendar?: WorkCalendarView | null | undefined;
  readonly weightBasis?: WeightBasis | null | undefined;
  /** What an imported file says of progress; posted only with the approval. */
  readonly progress?: readonly ImportedProgress[] | undefined;
  readonly by: Actor;
  readonly nowMs: number;
  readonly requestId: string;
}

/** Keeps a proposed revision for another person to approve. Nothing public changes. @throws Refusal */
export async function proposePlan(tx: Tx, parts: BaselineParts, proposal: NewProposal): Promise<ProposalView> {
  const { project, reason, by, nowMs } = proposal;
  const standing = await readStandingPlan(tx, parts, project);
  if (standing.revision !== proposal.expectedRevision) {
    throw new Refusal('baseline.stale', {
      detail: `revision ${standing.revision} is in force`,
      fields: [{ field: 'expectedRevision', message: 'is not the revision in force' }],
      current: { revision: standing.revision },
    });
  }
  const phases = [...(proposal.phases ?? standing.phases)];
  const calendar = proposal.calendar === undefined ? standing.calendar : proposal.calendar;
  const weightBasis = proposal.weightBasis ?? standing.weightBasis;
  checkProposal(standing, { items: proposal.items, phases });
  const calendars = { before: openCalendar(standing.calendar), after: openCalendar(calendar) };
  const items = proposal.items.map(toPlanItem);
  const curve =
    proposal.curve ??
    replanCurve(standing.curve, standing.items.map(toPlannedItem), items.map(toPlannedItem), calendars);
  checkCurve(curve);
  const id = parts.ids.createId();
  await tx
    .insertInto('baseline_proposal')
    .values({
      id,
      project,
      base_revision: standing.revision,
      reason,
      content: JSON.stringify({ items, curve, phases, calendar, weightBasis, progress: proposal.progress ?? [] }),
      proposed_by: by.id,
      proposed_name: by.name,
      proposed_as: by.role,
      proposed_at: toInstant(nowMs),
    })
    .execute();
  await appendAudit(tx, {
    atMs: nowMs,
    actor: by.id,
    action: 'baseline.propose',
    entity: 'proposal',
    entityId: id,
    requestId: proposal.requestId,
    detail: { project, baseRevision: standing.revision, reason },
  });
  return announceProposal(tx, parts, { project, id, nowMs });
}

function openCalendar(view: WorkCalendarView | null): WorkCalendar | undefined {
  if (view === null) return undefined;
  try {
    return createWorkCalendar(view);
  } catch (error) {
    const message = error instanceof RangeError ? error.message : 'is no calendar';
    throw new Refusal('baseline.invalid', { fields: [{ field: 'calendar', message }] });
  }
}

function checkCurve(curve: readonly PlanPoint[]): void {
  try {
    checkPlanCurve(curve);
  } catch (error) {
    const message = error instanceof RangeError ? error.message : 'gives no planned curve';
    throw new Refusal('baseline.invalid', { fields: [{ field: 'items', message }] });
  }
}
