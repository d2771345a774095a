import { sql } from 'kysely';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import type { CreditRules } from './credit-rules.ts';

/** What a baseline revision says of an item, and the rules it is measured by. */
export interface PlannedItem {
  readonly code: string;
  readonly rules: CreditRules;
  readonly phase: string | null;
  /** First planned day of an activity. */
  readonly start: string | null;
  readonly weight: number;
  readonly cancelled: boolean;
  /** JSON FuzzyDate. */
  readonly baseline: string | null;
}

/** Plans this many are kept ready: of a programme's projects, and of some past revisions that are looked at. */
const keptPlans = 400;
const keptItems = 400_000;

interface KeptPlan {
  readonly items: readonly PlannedItem[];
  readonly state: string;
}

/**
 * The plans of revisions, kept in memory: a revision never changes, and items are only added beside it or, with a newer
 * revision, described anew. Both show in the key, which is read with every use.
 */
export interface PlanCache {
  read(db: Reader, revisions: ReadonlyMap<string, number>): Promise<Map<string, readonly PlannedItem[]>>;
}

export function createPlanCache(): PlanCache {
  const kept = new Map<string, KeptPlan>();

  const keep = (key: string, plan: KeptPlan): void => {
    kept.delete(key);
    kept.set(key, plan);
    let items = [...kept.values()].reduce((sum, one) => sum + one.items.length, 0);
    for (const [oldest, { items: own }] of kept) {
      if (kept.size <= keptPlans && items <= keptItems) break;
      kept.delete(oldest);
      items -= own.length;
    }
  };

  return {
    async read(db, revisions) {
      const found = new Map<string, readonly PlannedItem[]>();
      const missing = new Map<string, number>();
      const states = await readStates(db, revisions);
      for (const [project, revision] of revisions) {
        const plan = kept.get(`${project}/${revision}`);
        if (plan && plan.state === states.get(project)) found.set(project, plan.items);
        else missing.set(project, revision);
      }
      if (missing.size === 0) return found;
      const read = await readPlans(db, missing);
      for (const [project, revision] of missing) {
        const items = read.get(project) ?? [];
        found.set(project, items);
        keep(`${project}/${revision}`, { items, state: states.get(project) ?? '' });
      }
      return found;
    },
  };
}

/** How many items a project has and its newest revision: with either, what is kept of it is old. */
async function readStates(db: Reader, revisions: ReadonlyMap<string, number>): Promise<Map<string, string>> {
  const chosen = sql.join([...revisions.keys()].map((project) => sql`(${project})`));
  const { rows } = await sql<{ project: string; state: string }>`
    with chosen (project) as (values ${chosen})
    select project, (select count(*) from plan_item as item where item.project = chosen.project) || '/' ||
      (select max(revision) from baseline_revision as base where base.project = chosen.project) as state
    from chosen`.execute(db);
  return new Map(rows.map((row) => [row.project, row.state]));
}

async function readPlans(db: Reader, revisions: ReadonlyMap<string, number>): Promise<Map<string, PlannedItem[]>> {
  const found = new Map<string, PlannedItem[]>();
  const chosen = sql.join([...revisions].map(([project, revision]) => sql`(${project}, ${revision})`));
  const { rows } = await sql<PlanRow>`
    with chosen (project, revision) as (values ${chosen})
    select item.project, item.code, item.start_credit_bp, case item.method when 'steps' then item.steps end as steps,
      planned.weight, planned.cancelled, planned.baseline, planned.phase, planned.start
    from chosen
    join plan_item as item on item.project = chosen.project
    left join baseline_item as planned
      on planned.project = item.project and planned.revision = chosen.revision and planned.code = item.code
    order by item.project, item.position, item.code`.execute(db);
  for (const row of rows) {
    const items = found.get(row.project) ?? [];
    const steps = row.steps === null ? [] : readJson<CreditRules['steps']>(row.steps);
    items.push({
      code: row.code,
      rules: { steps, startCreditBp: row.start_credit_bp },
      phase: row.phase,
      start: row.start,
      weight: row.weight ?? 0,
      cancelled: row.cancelled === 1,
      baseline: row.baseline,
    });
    found.set(row.project, items);
  }
  return found;
}

interface PlanRow {
  project: string;
  code: string;
  steps: string | null;
  start_credit_bp: number;
  weight: number | null;
  cancelled: number | null;
  baseline: string | null;
  phase: string | null;
  start: string | null;
}
