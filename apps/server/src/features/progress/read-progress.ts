import type { CorrectionReason, PhaseView, ProgressView, Provenance, ReceiptRow } from '@sitecast/contract';
import {
  computePhases,
  computeProgress,
  createWorkCalendar,
  rollUp,
  toBasisPoints,
  toSteps,
  type Fraction,
  type HistoryPoint,
  type WorkCalendar,
} from '@sitecast/progress';
import { sql } from 'kysely';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import { listCorrections } from './list-corrections.ts';
import { readPlan, toShare, toWeightedItem, type Plan, type PlanItem } from './plan.ts';
import { readPublishingRule } from './publishing-rule.ts';

/** What all numbers of a project are computed from. */
export interface ProgressBasis {
  plan: Plan | null;
  share: Fraction | null;
  weightSum: number;
  history: HistoryPoint[];
  dataDate: string | null;
}

export async function readProgressBasis(db: Reader, project: string): Promise<ProgressBasis> {
  const plan = await readPlan(db, project);
  if (!plan) return { plan, share: null, weightSum: 0, history: [], dataDate: null };
  const history = await readHistory(db, project);
  const { share, weightSum } = rollUp(plan.items.map(toWeightedItem), plan.revision);
  return { plan, share, weightSum, history, dataDate: history.at(-1)?.date ?? null };
}

/** The progress of a project as anyone may see it. There is no other way to these numbers (PCT4). */
export async function readProgress(db: Reader, project: string): Promise<ProgressView> {
  const row = await db
    .selectFrom('project')
    .select(['provenance', 'weight_basis'])
    .where('code', '=', project)
    .executeTakeFirstOrThrow();
  const basis = await readProgressBasis(db, project);
  const { plan, share, history, dataDate } = basis;
  const records = await readRecords(db, project);
  const weighing = plan?.items.filter((item) => !item.cancelled && item.weight > 0) ?? [];
  const rows = weighing.map((item) => toReceiptRow(item, records.get(item.code) ?? null));
  const calendar = plan?.calendar ? createWorkCalendar(plan.calendar) : undefined;
  return {
    ...computeProgress({ share, plan: plan?.curve ?? [], history, dataDate, calendar }),
    ...(plan && { phases: listPhases(plan, dataDate, calendar), calendar: plan.calendar }),
    baselineRevision: plan?.revision ?? null,
    receipt: {
      // Behind the percent stands what weighs; milestones without weight are in the list of milestones.
      rows,
      weightBasis: plan?.weightBasis ?? row.weight_basis,
      weightSum: basis.weightSum,
      verifiedBy: findVerifier(rows),
      publishingRule: await readPublishingRule(db, project),
      corrections: plan ? await listCorrections(db, project) : [],
    },
    provenance: plan?.provenance ?? readJson<Provenance>(row.provenance),
  };
}

/** The phases of the plan with their numbers, each by the one roll-up. */
function listPhases(plan: Plan, dataDate: string | null, calendar: WorkCalendar | undefined): PhaseView[] {
  const said = new Map(plan.phases.map((phase) => [phase.code, phase]));
  const items = plan.items.map((item) => ({
    code: item.code,
    phase: item.phase,
    start: item.start,
    finish: item.finish,
    ...toWeightedItem(item),
  }));
  return computePhases({ phases: plan.phases, items, plan: plan.curve, dataDate, calendar }).map((phase) => {
    const { parent = null, title = null } = said.get(phase.code ?? '') ?? {};
    return { ...phase, parent, title };
  });
}

/** One point per data date: the newest post of a date counts, the one a correction replaced is kept beside it. */
async function readHistory(db: Reader, project: string): Promise<HistoryPoint[]> {
  const rows = await db
    .selectFrom('percent_history')
    .selectAll()
    .where('project', '=', project)
    .orderBy('data_date')
    .orderBy('seq')
    .execute();
  const points = new Map<string, HistoryPoint>();
  for (const row of rows) {
    const before = points.get(row.data_date);
    const isRevision = row.entry === null && row.corrected_from_bp !== null;
    const rebaselined = isRevision ? row.baseline_revision : row.correction_reason ? undefined : before?.rebaselined;
    points.set(row.data_date, {
      date: row.data_date,
      percentBp: row.percent_bp,
      correctedFromBp: row.corrected_from_bp ?? before?.correctedFromBp ?? null,
      correctionReason: (row.correction_reason as CorrectionReason | null) ?? before?.correctionReason ?? null,
      ...(rebaselined !== undefined && { rebaselined }),
    });
  }
  return [...points.values()];
}

/** Where in the ledger the newest post of each item is sealed. */
async function readRecords(db: Reader, project: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('item_state as state')
    .innerJoin('progress_entry as entry', (join) =>
      join
        .onRef('entry.project', '=', 'state.project')
        .onRef('entry.item', '=', 'state.code')
        .onRef('entry.version', '=', 'state.version'),
    )
    .innerJoin('ledger_record as record', (join) =>
      join.onRef('record.project', '=', 'entry.project').on('record.subject', '=', sql`'entry:' || entry.id`),
    )
    .select(['entry.item', 'record.n'])
    .where('state.project', '=', project)
    .execute();
  return new Map(rows.map((row) => [row.item, row.n]));
}

function toReceiptRow(item: PlanItem, record: number | null): ReceiptRow {
  const share = toShare(item, item.measurement);
  const units = item.measurement?.method === 'units' ? item.measurement : null;
  return {
    item: item.code,
    title: item.title,
    weight: item.weight,
    method: item.method,
    percentBp: share === null ? null : toBasisPoints(share),
    done: units?.done ?? null,
    total: units?.total ?? null,
    unit: item.unit,
    ...(item.steps.length > 0 && { steps: toSteps(item) }),
    ...(item.method === 'start-finish' && { startCreditBp: item.startCreditBp }),
    phase: item.phase,
    dataDate: item.dataDate,
    postedBy: item.postedBy,
    postedAt: item.postedAt,
    verifiedBy: item.verifiedBy,
    approvedBy: item.approvedBy,
    record,
  };
}

/** Who verified, where every number behind the percent was verified; one that was not leaves the whole unverified. */
export function findVerifier(rows: readonly ReceiptRow[]): string | null {
  const posted = rows.filter((row) => row.postedAt !== null);
  const verifiers = new Set(posted.map((row) => row.verifiedBy ?? null));
  const [first] = verifiers;
  return verifiers.size === 1 && first !== undefined ? first : null;
}
