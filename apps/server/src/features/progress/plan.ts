import type {
  FuzzyDate,
  LocalText,
  Measurement,
  MilestoneKind,
  PlanItemView,
  ProgressMethod,
  Provenance,
} from '@sitecast/contract';
import {
  measurePercent,
  rollUp,
  toBasisPoints,
  type Fraction,
  type MeasuredWork,
  type PlanPoint,
  type WeightedItem,
} from '@sitecast/progress';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import { readStructure, type PlanStructure } from './plan-structure.ts';

/** One item of the plan with what was last posted on it. */
export interface PlanItem {
  code: string;
  title: LocalText;
  kind: MilestoneKind;
  method: ProgressMethod;
  unit: string | null;
  steps: PlanItemView['steps'];
  startCreditBp: number;
  weight: number;
  phase: string | null;
  /** First and last planned day. */
  start: string | null;
  finish: string | null;
  cancelled: boolean;
  /** The units the plan in force speaks of; null where it says nothing of them. */
  plannedTotal: number | null;
  state: string;
  version: number;
  measurement: Measurement | null;
  dataDate: string | null;
  postedBy: string | null;
  postedAt: string | null;
  /** Roles. */
  verifiedBy: string | null;
  approvedBy: string | null;
}

/** The approved plan in force: the newest baseline revision. */
export interface Plan extends PlanStructure {
  revision: number;
  provenance: Provenance;
  curve: PlanPoint[];
  items: PlanItem[];
}

/** null: no baseline was approved yet, so the project has no numbers. */
export async function readPlan(db: Reader, project: string): Promise<Plan | null> {
  const newest = await db
    .selectFrom('baseline_revision')
    .selectAll()
    .where('project', '=', project)
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!newest) return null;
  const points = await db
    .selectFrom('plan_point')
    .select(['date', 'planned_bp'])
    .where('project', '=', project)
    .where('revision', '=', newest.revision)
    .orderBy('date')
    .execute();
  return {
    revision: newest.revision,
    provenance: readJson<Provenance>(newest.provenance),
    curve: points.map((point) => ({ date: point.date, plannedBp: point.planned_bp })),
    items: await readItems(db, project, newest.revision),
    ...(await readStructure(db, project, newest.revision)),
  };
}

async function readItems(db: Reader, project: string, revision: number): Promise<PlanItem[]> {
  const rows = await db
    .selectFrom('plan_item as item')
    .innerJoin('item_state as state', (join) =>
      join.onRef('state.project', '=', 'item.project').onRef('state.code', '=', 'item.code'),
    )
    .leftJoin('baseline_item as planned', (join) =>
      join
        .onRef('planned.project', '=', 'item.project')
        .onRef('planned.code', '=', 'item.code')
        .on('planned.revision', '=', revision),
    )
    .select(['item.code', 'item.title', 'item.kind', 'item.method', 'item.unit', 'item.steps', 'item.start_credit_bp'])
    .select([
      'planned.weight',
      'planned.cancelled',
      'planned.total',
      'planned.phase',
      'planned.start',
      'planned.baseline',
      'state.state',
      'state.version',
      'state.measurement',
    ])
    .select(['state.data_date', 'state.posted_by', 'state.posted_at', 'state.verified_as', 'state.approved_as'])
    .where('item.project', '=', project)
    .orderBy('item.position')
    .execute();
  return rows.map((row) => ({
    code: row.code,
    title: readJson<LocalText>(row.title),
    kind: row.kind as MilestoneKind,
    method: row.method as ProgressMethod,
    unit: row.unit,
    steps: readJson<PlanItem['steps']>(row.steps),
    startCreditBp: row.start_credit_bp,
    weight: row.weight ?? 0,
    phase: row.phase,
    start: row.start,
    finish: readJson<FuzzyDate>(row.baseline)?.to ?? null,
    cancelled: row.cancelled === 1,
    plannedTotal: row.total,
    state: row.state,
    version: row.version,
    measurement: readJson<Measurement>(row.measurement),
    dataDate: row.data_date,
    postedBy: row.posted_by,
    postedAt: row.posted_at,
    verifiedBy: row.verified_as,
    approvedBy: row.approved_as,
  }));
}

type Measured = Pick<PlanItem, 'steps' | 'startCreditBp'>;

/** The exact share an item has earned by a measurement; null for one that was never measured. */
export function toShare(item: Measured, measurement: Measurement | null): Fraction | null {
  return measurement === null ? null : measurePercent(toWork(item, measurement)).share;
}

/** The percent of items in whole basis points, by the one roll-up; null where nothing weighs. */
export function measurePlan(
  items: readonly (Measured & Pick<PlanItem, 'weight' | 'cancelled' | 'measurement'>)[],
): number | null {
  const { share } = rollUp(items.map(toWeightedItem));
  return share && toBasisPoints(share);
}

/** What the roll-up takes: an item that the revision in force took out weighs nothing. */
export function toWeightedItem(item: Measured & Pick<PlanItem, 'weight' | 'cancelled' | 'measurement'>): WeightedItem {
  return { weight: item.cancelled ? 0 : item.weight, share: toShare(item, item.measurement) };
}

function toWork(item: Measured, measurement: Measurement): MeasuredWork {
  switch (measurement.method) {
    case 'units':
    case 'estimate':
    case 'cost-ratio':
    case 'time-ratio':
      return measurement;
    case 'weighted-units':
      return {
        method: 'weighted-units',
        // A quantity that nobody counted yet is none of it, and weighs.
        parts: item.steps.map((step) => {
          const counted = measurement.parts.find((part) => part.code === step.code);
          return { weight: step.weight, done: counted?.done ?? 0, total: counted?.total ?? step.total ?? 1 };
        }),
      };
    case 'start-finish':
      return { ...measurement, startCreditBp: item.startCreditBp };
    case 'steps':
      return {
        method: 'steps',
        steps: item.steps.map((step) => ({ weight: step.weight, reached: measurement.reached.includes(step.code) })),
      };
  }
}
