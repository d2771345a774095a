import type { CorrectionReason, ProgressView, Provenance, ReceiptRow } from '@sitecast/contract';
import { computeProgress, rollUp, toBasisPoints, type Fraction, type HistoryPoint } from '@sitecast/progress';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import { readPlan, toShare, toWeightedItem, type Plan, type PlanItem } from './plan.ts';

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
  return {
    ...computeProgress({ share, plan: plan?.curve ?? [], history, dataDate }),
    baselineRevision: plan?.revision ?? null,
    receipt: {
      // Behind the percent stands what weighs; milestones without weight are in the list of milestones.
      rows: plan?.items.filter((item) => !item.cancelled && item.weight > 0).map(toReceiptRow) ?? [],
      weightBasis: row.weight_basis,
      weightSum: basis.weightSum,
      verifiedBy: null,
      publishingRule: 'posted-by-manager',
    },
    provenance: plan?.provenance ?? readJson<Provenance>(row.provenance),
  };
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
    points.set(row.data_date, {
      date: row.data_date,
      percentBp: row.percent_bp,
      correctedFromBp: row.corrected_from_bp ?? before?.correctedFromBp ?? null,
      correctionReason: (row.correction_reason as CorrectionReason | null) ?? before?.correctionReason ?? null,
    });
  }
  return [...points.values()];
}

function toReceiptRow(item: PlanItem): ReceiptRow {
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
    dataDate: item.dataDate,
    postedBy: item.postedBy,
    postedAt: item.postedAt,
  };
}
