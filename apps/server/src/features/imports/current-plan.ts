import type { FuzzyDate, LocalText, Measurement, PlanPhase, WorkCalendarView } from '@sitecast/contract';
import type { CurvePoint, ScheduleItem } from '@sitecast/schedule';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';

/** An item as it stands here, with what an import must not lose. */
export interface CurrentItem extends ScheduleItem {
  /** JSON FuzzyDate of the revision in force. */
  baseline: string | null;
  isCancelled: boolean;
  /** Whether the revision in force speaks of it; a milestone that no plan foresaw is in none. */
  isPlanned: boolean;
  isMeasured: boolean;
  isDone: boolean;
  startCreditBp: number;
}

/** Phases and calendar of a revision; the progress feature keeps them. */
export type ReadStructure = (
  db: Reader,
  project: string,
  revision: number,
) => Promise<Pick<CurrentPlan, 'phases' | 'calendar'>>;

export interface CurrentPlan {
  phases: PlanPhase[];
  /** null: every day is worked. */
  calendar: WorkCalendarView | null;
  /** null: no baseline was approved yet. */
  revision: number | null;
  items: CurrentItem[];
  /** Empty: nothing is planned yet. */
  curve: CurvePoint[];
}

/** The plan in force with where its items stand. */
export async function readCurrentPlan(
  db: Reader,
  parts: { readStructure: ReadStructure },
  project: string,
): Promise<CurrentPlan> {
  const newest = await db
    .selectFrom('baseline_revision')
    .select((eb) => eb.fn.max('revision').as('revision'))
    .where('project', '=', project)
    .executeTakeFirst();
  const revision = newest?.revision ?? null;
  const rows = await db
    .selectFrom('plan_item as item')
    .innerJoin('item_state as state', (join) =>
      join.onRef('state.project', '=', 'item.project').onRef('state.code', '=', 'item.code'),
    )
    .leftJoin('baseline_item as planned', (join) =>
      join
        .onRef('planned.project', '=', 'item.project')
        .onRef('planned.code', '=', 'item.code')
        .on('planned.revision', '=', revision ?? 0),
    )
    .select(['item.code', 'item.title', 'item.kind', 'item.method', 'item.unit', 'item.steps'])
    .select(['planned.weight', 'planned.baseline', 'planned.cancelled', 'planned.total'])
    .select(['planned.phase', 'planned.start', 'item.start_credit_bp'])
    .select(['state.state', 'state.measurement', 'state.percent_bp', 'state.forecast', 'state.actual'])
    .where('item.project', '=', project)
    .orderBy('item.position')
    .execute();
  const points = await db
    .selectFrom('plan_point')
    .select(['date', 'planned_bp as plannedBp'])
    .where('project', '=', project)
    .where('revision', '=', revision ?? 0)
    .orderBy('date')
    .execute();
  const { phases, calendar } = await parts.readStructure(db, project, revision ?? 0);
  return {
    revision,
    phases,
    calendar,
    curve: points,
    items: rows.map((row) => {
      const measurement = readJson<Measurement>(row.measurement);
      const units = measurement?.method === 'units' ? measurement : null;
      return {
        code: row.code,
        title: readJson<LocalText>(row.title) as ScheduleItem['title'],
        kind: row.kind,
        method: row.method,
        unit: row.unit,
        steps: readJson<ScheduleItem['steps']>(row.steps),
        weight: row.weight ?? 0,
        start: row.start,
        phase: row.phase,
        started: null,
        startCreditBp: row.start_credit_bp,
        finish: readJson<FuzzyDate>(row.baseline)?.to ?? null,
        baseline: row.baseline,
        forecast: row.actual === null ? (readJson<FuzzyDate>(row.forecast)?.to ?? null) : null,
        actual: row.actual,
        percentBp: row.percent_bp,
        isMilestone: row.method === 'none',
        line: null,
        isCancelled: row.cancelled === 1,
        isPlanned: row.weight !== null,
        isMeasured: measurement !== null,
        isDone: row.state === 'done',
        done: units?.done ?? null,
        total: units?.total ?? row.total,
      };
    }),
  };
}

/** What an import is held against: the items that the revision in force plans. */
export function listPlanned(plan: CurrentPlan): CurrentItem[] {
  return plan.items.filter((item) => item.isPlanned && !item.isCancelled);
}
