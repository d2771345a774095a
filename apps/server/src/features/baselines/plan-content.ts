import type {
  FuzzyDate,
  LocalText,
  Measurement,
  MilestoneKind,
  PlanItemView,
  ProgressMethod,
} from '@sitecast/contract';
import type { PlanPoint } from '@sitecast/progress';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';

/** The whole of a plan: what a revision is, and what its hash is of. */
export interface PlanContent {
  items: PlanItemView[];
  curve: PlanPoint[];
}

/** An item of the plan in force, with what was measured on it. */
export interface StandingItem extends PlanItemView {
  startCreditBp: number;
  state: string;
  version: number;
  measurement: Measurement | null;
}

/** The plan in force; revision 0 and nothing in it where none was approved yet. */
export interface StandingPlan {
  revision: number;
  items: StandingItem[];
  curve: PlanPoint[];
}

export async function readStandingPlan(db: Reader, project: string): Promise<StandingPlan> {
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
      startCreditBp: row.start_credit_bp,
      state: row.state,
      version: row.version,
      measurement,
    };
  });
  return { revision, items, curve: await readCurve(db, project, revision) };
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
    steps: steps.map((step) => ({ code: step.code, title: step.title, weight: step.weight })),
    baseline,
    cancelled,
  };
}

/** What an item weighs in the roll-up, and when it is planned to end. */
export function toPlannedItem(item: PlanItemView): { code: string; weight: number; finish: string | null } {
  return { code: item.code, weight: item.cancelled ? 0 : item.weight, finish: item.baseline?.to ?? null };
}

/** The measurement as it counts under a plan with another total. */
export function rescale(measurement: Measurement | null, total: number | null): Measurement | null {
  return measurement?.method === 'units' && total !== null ? { ...measurement, total } : measurement;
}
