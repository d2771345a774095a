import {
  Refusal,
  type ImportedProgress,
  type PlanItemView,
  type PlanPhase,
  type ProposalView,
  type WeightBasis,
  type WorkCalendarView,
} from '@sitecast/contract';
import type { CurvePoint, ScheduleItem } from '@sitecast/schedule';
import { toInstant } from '../../platform/clock.ts';
import { readJson } from '../../platform/json-column.ts';
import type { Actor } from '../../platform/actor.ts';
import type { Tx } from '../../platform/store.ts';
import { readCurrentPlan, type ReadStructure } from './current-plan.ts';
import type { ImportRow } from './import-view.ts';
import { settleItems } from './settle-items.ts';
import { mergePhases, toPlan } from './to-plan.ts';

/** Keeps a proposed revision for another person to approve. @throws Refusal */
export type ProposePlan = (
  tx: Tx,
  plan: {
    project: string;
    expectedRevision: number;
    reason: string;
    items: readonly PlanItemView[];
    curve: readonly CurvePoint[];
    phases: readonly PlanPhase[] | undefined;
    calendar: WorkCalendarView | undefined;
    weightBasis: WeightBasis;
    progress: readonly ImportedProgress[];
    by: Actor;
    nowMs: number;
    requestId: string;
  },
) => Promise<ProposalView>;

export interface Acceptance {
  readonly batch: ImportRow;
  readonly reason: string;
  /** Whether what the file says of progress is proposed with its plan. */
  readonly progress: boolean;
  readonly by: Actor;
  readonly nowMs: number;
  readonly requestId: string;
}

/** Proposes the batch as the next baseline revision. Everything or nothing: the caller's transaction. */
export async function acceptImport(
  tx: Tx,
  parts: { proposePlan: ProposePlan; readStructure: ReadStructure },
  acceptance: Acceptance,
): Promise<ProposalView> {
  const { batch, reason, by, nowMs, requestId } = acceptance;
  const { project } = batch;
  const current = await readCurrentPlan(tx, parts, project);
  if (current.revision !== batch.based_on_revision) throw new Refusal('import.outdated');
  // What was measured since the preview stays measured as it was.
  const { items } = settleItems(current, readJson<ScheduleItem[]>(batch.items));
  const proposal = await parts.proposePlan(tx, {
    project,
    expectedRevision: current.revision ?? 0,
    reason,
    items: toPlan(current, items),
    curve: readJson<CurvePoint[]>(batch.curve),
    phases: mergePhases(current, items, readJson<PlanPhase[]>(batch.phases)),
    calendar: readJson<WorkCalendarView>(batch.calendar) ?? undefined,
    weightBasis: batch.weight_basis as WeightBasis,
    progress: acceptance.progress ? readJson<ImportedProgress[]>(batch.progress) : [],
    by,
    nowMs,
    requestId,
  });
  await tx
    .updateTable('import_batch')
    .set({ state: 'accepted', decided_by: by.id, decided_at: toInstant(nowMs), reason, proposal: proposal.id })
    .where('id', '=', batch.id)
    .execute();
  return proposal;
}
