import type {
  FuzzyDate,
  LocalText,
  Measurement,
  MilestoneKind,
  PlanItemView,
  PlanPhase,
  ProgressMethod,
  WeightBasis,
  WorkCalendarView,
} from '@sitecast/contract';
import type { PlannedItem, PlanPoint } from '@sitecast/progress';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';

/** The whole of a plan: what a revision is, and what its hash is of. */
export interface PlanContent {
  items: PlanItemView[];
  curve: PlanPoint[];
  phases: PlanPhase[];
  /** null: every day is worked. */
  calendar: WorkCalendarView | null;
  /** null in plans from before it was kept. */
  weightBasis: WeightBasis | null;
}

/** What a plan says beside its items and its curve. */
export type PlanFrame = Pick<PlanContent, 'phases' | 'calendar' | 'weightBasis'>;

/** An item of the plan in force, with what was measured on it. */
export interface StandingItem extends PlanItemView {
  startCreditBp: number;
  state: string;
  version: number;
  measurement: Measurement | null;
}

/** The plan in force; revision 0 and nothing in it where none was approved yet. */
export interface StandingPlan extends PlanFrame {
  revision: number;
  items: StandingItem[];
  curve: PlanPoint[];
}

/** The plan in force, whole: its revision, its items as they stand, its curve and what `readStructure` reads beside them. */
export async function readStandingPlan(
  db: Reader,
  parts: { readStructure(db: Reader, project: string, revision: number): Promise<PlanFrame> },
  project: string,
): Promise<StandingPlan> {
  const revision = await readRevision(db, project);
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
    .select(['planned.weight', 'planned.baseline', 'planned.cancelled', 'planned.total'])
    .select(['planned.phase', 'planned.start'])
    .select(['state.state', 'state.version', 'state.measurement'])
    .where('item.project', '=', project)
    .orderBy('item.position')
    .execute();
  const items = rows.map((row): StandingItem => {
    const measurement = readJson<Measurement>(row.measurement);
    return {
      code: row.code,
      title: readJson<LocalText>(row.title),
      kind: row.kind as MilestoneKind,
      weight: row.weight ?? 0,
      method: row.method as ProgressMethod,
      unit: row.unit,
      total: measurement?.method === 'units' ? measurement.total : row.total,
      steps: readJson<PlanItemView['steps']>(row.steps),
      baseline: readJson<FuzzyDate>(row.baseline),
      cancelled: row.cancelled === 1,
      phase: row.phase,
      start: row.start,
      startCreditBp: row.start_credit_bp,
      state: row.state,
      version: row.version,
      measurement,
    };
  });
  return {
    revision,
    items,
    curve: await readCurve(db, project, revision),
    ...(await parts.readStructure(db, project, revision)),
  };
}

/** The number of the revision in force; 0 where there is none. */
export async function readRevision(db: Reader, project: string): Promise<number> {
  const row = await db
    .selectFrom('baseline_revision')
    .select((eb) => eb.fn.max('revision').as('revision'))
    .where('project', '=', project)
    .executeTakeFirst();
  return row?.revision ?? 0;
}

/** The planned curve of a revision, in the order of its days. */
export async function readCurve(db: Reader, project: string, revision: number): Promise<PlanPoint[]> {
  const points = await db
    .selectFrom('plan_point')
    .select(['date', 'planned_bp'])
    .where('project', '=', project)
    .where('revision', '=', revision)
    .orderBy('date')
    .execute();
  return points.map((point) => ({ date: point.date, plannedBp: point.planned_bp }));
}

/** The item as a plan says it, in one order of fields: the bytes are hashed. */
export function toPlanItem(item: PlanItemView): PlanItemView {
  const { code, title, kind, weight, method, unit, total, steps, baseline, cancelled } = item;
  return {
    code,
    title,
    kind,
    weight,
    method,
    unit,
    total,
    steps: steps.map((step) => ({
      code: step.code,
      title: step.title,
      weight: step.weight,
      ...(step.total !== undefined && { unit: step.unit ?? null, total: step.total }),
    })),
    baseline,
    cancelled,
    phase: item.phase ?? null,
    start: item.start ?? null,
    ...(method === 'start-finish' && { startCreditBp: item.startCreditBp ?? usualStartCreditBp }),
  };
}

/** 20/80: what a start earns where nobody agreed on another split. */
const usualStartCreditBp = 2_000;

/** What an item weighs in the roll-up, and when it is planned. */
export function toPlannedItem(item: PlanItemView): PlannedItem {
  const { code, cancelled, weight, baseline, start = null } = item;
  return { code, weight: cancelled ? 0 : weight, finish: baseline?.to ?? null, start };
}

/** The measurement as it counts under a plan with another total. */
export function rescale(measurement: Measurement | null, total: number | null): Measurement | null {
  return measurement?.method === 'units' && total !== null ? { ...measurement, total } : measurement;
}
