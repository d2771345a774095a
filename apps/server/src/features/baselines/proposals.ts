import type { ImportedProgress, ProposalState, ProposalView, Role } from '@sitecast/contract';
import { countDays, createWorkCalendar, findPlannedFinish } from '@sitecast/progress';
import type { Actor, Step } from '../../platform/actor.ts';
import { toInstant } from '../../platform/clock.ts';
import { appendEvent } from '../../platform/event-log/append-event.ts';
import { readJson } from '../../platform/json-column.ts';
import type { Reader, Tx } from '../../platform/store.ts';
import type { BaselineParts } from './parts.ts';
import { readStandingPlan, rescale, type PlanContent, type StandingPlan } from './plan-content.ts';
import type { ProposalDecisionTable } from './tables.ts';

/** A proposed revision and what became of it. */
export interface Proposal {
  id: string;
  project: string;
  baseRevision: number;
  reason: string;
  content: PlanContent;
  /** What the imported file says of progress. */
  progress: ImportedProgress[];
  state: ProposalState;
  proposed: Step;
  decided: Step | null;
}

/** The newest first. */
export async function listProposals(db: Reader, project: string, limit: number): Promise<Proposal[]> {
  const rows = await selectProposals(db, project)
    .orderBy('proposal.proposed_at', 'desc')
    .orderBy('proposal.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toProposal);
}

/** null: no such proposal in this project. */
export async function findProposal(db: Reader, project: string, id: string): Promise<Proposal | null> {
  const row = await selectProposals(db, project).where('proposal.id', '=', id).executeTakeFirst();
  return row ? toProposal(row) : null;
}

/** Keeps who decided a proposal, and in which role. Rejects where it was decided before: the table takes one. */
export async function insertProposalDecision(
  tx: Tx,
  proposal: string,
  decision: ProposalDecisionTable['decision'],
  step: Step,
): Promise<void> {
  const { by, atMs, reason } = step;
  await tx
    .insertInto('proposal_decision')
    .values({
      proposal,
      decision,
      decided_by: by.id,
      decided_name: by.name,
      decided_as: by.role,
      decided_at: toInstant(atMs),
      reason,
    })
    .execute();
}

/** Ends the other open proposals: they were made against a plan that is no longer in force. */
export async function supersedeProposals(
  tx: Tx,
  parts: BaselineParts,
  about: { project: string; except: string; by: Actor; nowMs: number },
): Promise<void> {
  const { project, by, nowMs } = about;
  const open = await selectProposals(tx, project).where('decision.decision', 'is', null).execute();
  for (const { id } of open) {
    if (id === about.except) continue;
    await insertProposalDecision(tx, id, 'superseded', { by, atMs: nowMs, reason: null });
    await announceProposal(tx, parts, { project, id, nowMs });
  }
}

/** Tells the people of the project where a proposal stands; nobody else before it is approved. */
export async function announceProposal(
  tx: Tx,
  parts: BaselineParts,
  about: { project: string; id: string; nowMs: number },
): Promise<ProposalView> {
  const { project, nowMs } = about;
  const found = await findProposal(tx, project, about.id);
  if (!found) throw new Error('a proposal is announced that is not there');
  const proposal = toProposalView(parts, found, await readStandingPlan(tx, parts, project));
  const payload = { proposal };
  await appendEvent(tx, { project, atMs: nowMs, audience: 'manage', type: 'proposal:changed', payload });
  return proposal;
}

/** A proposal with what it would change of the plan in force. */
export function toProposalView(parts: BaselineParts, proposal: Proposal, standing: StandingPlan): ProposalView {
  const { content } = proposal;
  const finish = findPlannedFinish(content.curve);
  const finishNow = findPlannedFinish(standing.curve);
  const isOpen = proposal.state === 'proposed';
  const measured = standing.items.some((item) => item.measurement !== null);
  return {
    id: proposal.id,
    project: proposal.project,
    baseRevision: proposal.baseRevision,
    reason: proposal.reason,
    items: content.items,
    phases: content.phases,
    calendar: content.calendar,
    weightBasis: content.weightBasis,
    progress: proposal.progress,
    curve: content.curve,
    plannedFinish: finish,
    daysMoved: isOpen && finish !== null && finishNow !== null ? countDays(finishNow, finish) : null,
    workDaysMoved: isOpen && finish !== null && finishNow !== null ? countWorkDays(content, finishNow, finish) : null,
    percentBeforeBp: isOpen && measured ? parts.measurePlan(standing.items) : null,
    percentAfterBp: isOpen && measured ? measureProposed(parts, content, standing) : null,
    state: proposal.state,
    proposed: toStepView(proposal.proposed),
    decided: proposal.decided && toStepView(proposal.decided),
  };
}

function countWorkDays({ calendar }: PlanContent, from: string, to: string): number | null {
  return calendar === null ? null : createWorkCalendar(calendar).countWorkDays(from, to);
}

function measureProposed(parts: BaselineParts, content: PlanContent, standing: StandingPlan): number | null {
  return parts.measurePlan(
    content.items.map((item) => {
      const before = standing.items.find((one) => one.code === item.code);
      const measurement = rescale(before?.measurement ?? null, item.total);
      return { ...item, measurement, startCreditBp: item.startCreditBp ?? before?.startCreditBp ?? 0 };
    }),
  );
}

const toStepView = (step: Step): ProposalView['proposed'] => ({
  by: { ...step.by },
  at: toInstant(step.atMs),
  reason: step.reason,
});

function selectProposals(db: Reader, project: string) {
  return db
    .selectFrom('baseline_proposal as proposal')
    .leftJoin('proposal_decision as decision', 'decision.proposal', 'proposal.id')
    .selectAll('proposal')
    .select(['decision.decision', 'decision.decided_by', 'decision.decided_name', 'decision.decided_as'])
    .select(['decision.decided_at', 'decision.reason as said'])
    .where('proposal.project', '=', project);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectProposals>['execute']>>[number];

function toProposal(row: Row): Proposal {
  const proposer = { id: row.proposed_by, name: row.proposed_name, role: row.proposed_as as Role };
  const decider = {
    id: row.decided_by ?? '',
    name: row.decided_name ?? '',
    role: (row.decided_as ?? 'public') as Role,
  };
  const { progress = [], ...content } = readJson<Partial<PlanContent & { progress: ImportedProgress[] }>>(row.content);
  return {
    id: row.id,
    project: row.project,
    baseRevision: row.base_revision,
    reason: row.reason,
    // Proposals from before phases and calendars say none.
    content: { items: [], curve: [], phases: [], calendar: null, weightBasis: null, ...content },
    progress,
    state: row.decision ?? 'proposed',
    proposed: { by: proposer, atMs: Date.parse(row.proposed_at), reason: null },
    decided: row.decided_at === null ? null : { by: decider, atMs: Date.parse(row.decided_at), reason: row.said },
  };
}
