import type { Measurement } from '@sitecast/contract';
import type { Fraction } from '@sitecast/progress';
import { sql } from 'kysely';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import type { CreditRules, InvestorParts } from './parts.ts';

/** An item as it stood: what it weighed in the revision in force, and what the newest post by then said. */
export interface StoodItem {
  code: string;
  phase: string | null;
  /** First planned day of an activity. */
  start: string | null;
  weight: number;
  cancelled: boolean;
  share: Fraction | null;
  percentBp: number | null;
  /** JSON FuzzyDate. */
  baseline: string | null;
  actual: string | null;
  started: boolean;
}

/** Items of projects by the revision of each, as of a day (null: as they stand). */
export async function readPlanItems(
  db: Reader,
  toShare: InvestorParts['toShare'],
  revisions: ReadonlyMap<string, number>,
  asOf: string | null,
): Promise<Map<string, StoodItem[]>> {
  const found = new Map<string, StoodItem[]>();
  if (revisions.size === 0) return found;
  const chosen = sql.join([...revisions].map(([project, revision]) => sql`(${project}, ${revision})`));
  // As they stand, the newest post of each item is kept ready; a past day seeks it by the index made for that.
  const posted =
    asOf === null
      ? sql`left join item_state as post on post.project = item.project and post.code = item.code`
      : sql`left join progress_entry as post on post.project = item.project and post.item = item.code and post.version = (
          select newest.version from progress_entry as newest
          where newest.project = item.project and newest.item = item.code and newest.data_date <= ${asOf}
          order by newest.data_date desc, newest.version desc limit 1)`;
  const { rows } = await sql<ItemRow>`
    with chosen (project, revision) as (values ${chosen})
    select item.project, item.code, item.method, item.start_credit_bp,
      case item.method when 'steps' then item.steps end as steps,
      planned.weight, planned.cancelled, planned.baseline, planned.phase, planned.start, post.measurement, post.percent_bp, post.actual
    from chosen
    join plan_item as item on item.project = chosen.project
    left join baseline_item as planned
      on planned.project = item.project and planned.revision = chosen.revision and planned.code = item.code
    ${posted}
    order by item.project, item.position, item.code`.execute(db);
  for (const row of rows) {
    const measurement = readJson<Measurement>(row.measurement);
    const rules = {
      steps: row.steps === null ? [] : readJson<CreditRules['steps']>(row.steps),
      startCreditBp: row.start_credit_bp,
    };
    const items = found.get(row.project) ?? [];
    items.push({
      code: row.code,
      phase: row.phase,
      start: row.start,
      weight: row.weight ?? 0,
      cancelled: row.cancelled === 1,
      share: toShare(rules, measurement),
      percentBp: row.percent_bp,
      baseline: row.baseline,
      actual: row.actual,
      started: measurement?.method === 'start-finish' && measurement.started,
    });
    found.set(row.project, items);
  }
  return found;
}

interface ItemRow {
  project: string;
  code: string;
  method: string;
  steps: string | null;
  start_credit_bp: number;
  weight: number | null;
  cancelled: number | null;
  baseline: string | null;
  phase: string | null;
  start: string | null;
  measurement: string | null;
  percent_bp: number | null;
  actual: string | null;
}
