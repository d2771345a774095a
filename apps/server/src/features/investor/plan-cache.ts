import type { FuzzyDate } from '@sitecast/contract';
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
  readonly baseline: FuzzyDate | null;
}

/** What stands of an item beside its revisions. */
type DescribedItem = Pick<PlannedItem, 'code' | 'rules'>;

/** Plans this many are kept ready: of a programme's projects, and of some past revisions that are looked at. */
const keptPlans = 400;
const keptItems = 400_000;

interface Kept<Item> {
  readonly items: readonly Item[];
  readonly state: string;
}

/**
 * The plans of revisions, kept in memory: an approved revision never changes, and items are only added beside it or, with
 * a newer revision, described anew. Both show in the state of the project, which is read with every use, in the reader's
 * own transaction. It holds the revision's hash, not its number alone: a number that was rolled back is given again.
 */
export interface PlanCache {
  read(db: Reader, revisions: ReadonlyMap<string, number>): Promise<Map<string, readonly PlannedItem[]>>;
}

export function createPlanCache(): PlanCache {
  const plans = createKeep<PlannedItem>();
  const descriptions = createKeep<DescribedItem>();

  const readDescribed = async (
    db: Reader,
    projects: readonly string[],
    states: ReadonlyMap<string, string>,
  ): Promise<Map<string, readonly DescribedItem[]>> => {
    const found = new Map<string, readonly DescribedItem[]>();
    const missing = projects.filter((project) => {
      const kept = descriptions.find(project, states.get(project));
      if (kept) found.set(project, kept);
      return !kept;
    });
    if (missing.length === 0) return found;
    const read = await readDescriptions(db, missing);
    for (const project of missing) {
      const items = read.get(project) ?? [];
      found.set(project, items);
      descriptions.keep(project, { items, state: states.get(project) ?? '' });
    }
    return found;
  };

  return {
    async read(db, revisions) {
      const found = new Map<string, readonly PlannedItem[]>();
      const missing = new Map<string, number>();
      const states = await readStates(db, [...revisions.keys()]);
      for (const [project, revision] of revisions) {
        const items = plans.find(`${project}/${revision}`, states.get(project));
        if (items) found.set(project, items);
        else missing.set(project, revision);
      }
      if (missing.size === 0) return found;
      const described = await readDescribed(db, [...missing.keys()], states);
      const planned = await readBaselines(db, missing);
      const readDay = createDayReader();
      for (const [project, revision] of missing) {
        const own = planned.get(project);
        const items = (described.get(project) ?? []).map((item) => toPlanned(item, own?.get(item.code), readDay));
        found.set(project, items);
        plans.keep(`${project}/${revision}`, { items, state: states.get(project) ?? '' });
      }
      return found;
    },
  };
}

/** What was used longest ago is let go first. */
function createKeep<Item>() {
  const kept = new Map<string, Kept<Item>>();
  let items = 0;
  const drop = (key: string): void => {
    items -= kept.get(key)?.items.length ?? 0;
    kept.delete(key);
  };
  return {
    find: (key: string, state: string | undefined): readonly Item[] | null => {
      const one = kept.get(key);
      if (!one || one.state !== state) return null;
      kept.delete(key);
      kept.set(key, one);
      return one.items;
    },
    keep: (key: string, one: Kept<Item>): void => {
      drop(key);
      kept.set(key, one);
      items += one.items.length;
      for (const oldest of kept.keys()) {
        if (kept.size <= keptPlans && items <= keptItems) break;
        drop(oldest);
      }
    },
  };
}

/** The last place in each plan and its newest revision: with either, what is kept of the project is old. */
async function readStates(db: Reader, projects: readonly string[]): Promise<Map<string, string>> {
  const chosen = sql.join(projects.map((project) => sql`(${project})`));
  const { rows } = await sql<{ project: string; state: string }>`
    with chosen (project) as (values ${chosen})
    select chosen.project, (select max(position) from plan_item as item where item.project = chosen.project) || '/' ||
      newest.revision || '/' || newest.hash || '/' || newest.approved_at as state
    from chosen join baseline_revision as newest on newest.project = chosen.project and newest.revision = (
      select max(revision) from baseline_revision as base where base.project = chosen.project)`.execute(db);
  return new Map(rows.map((row) => [row.project, row.state]));
}

/** The items of projects in the order of their plans. */
async function readDescriptions(db: Reader, projects: readonly string[]): Promise<Map<string, DescribedItem[]>> {
  const found = new Map<string, DescribedItem[]>();
  const chosen = sql.join(projects.map((project) => sql`(${project})`));
  const { rows } = await sql<{ project: string; code: string; start_credit_bp: number; steps: string | null }>`
    with chosen (project) as (values ${chosen})
    select item.project, item.code, item.start_credit_bp, nullif(item.steps, '[]') as steps
    from chosen join plan_item as item on item.project = chosen.project
    order by item.project, item.position, item.code`.execute(db);
  for (const row of rows) {
    const items = found.get(row.project) ?? [];
    const steps = row.steps === null ? [] : readJson<CreditRules['steps']>(row.steps);
    items.push({ code: row.code, rules: { steps, startCreditBp: row.start_credit_bp } });
    found.set(row.project, items);
  }
  return found;
}

async function readBaselines(
  db: Reader,
  revisions: ReadonlyMap<string, number>,
): Promise<Map<string, Map<string, BaselineRow>>> {
  const found = new Map<string, Map<string, BaselineRow>>();
  const chosen = sql.join([...revisions].map(([project, revision]) => sql`(${project}, ${revision})`));
  const { rows } = await sql<BaselineRow>`
    with chosen (project, revision) as (values ${chosen})
    select planned.project, planned.code, planned.weight, planned.cancelled, planned.baseline, planned.phase,
      planned.start
    from chosen
    join baseline_item as planned on planned.project = chosen.project and planned.revision = chosen.revision`.execute(
    db,
  );
  for (const row of rows) {
    let own = found.get(row.project);
    if (!own) found.set(row.project, (own = new Map()));
    own.set(row.code, row);
  }
  return found;
}

/** Thousands of items are due on a few hundred days: each is read once. */
function createDayReader(): (text: string) => FuzzyDate {
  const days = new Map<string, FuzzyDate>();
  return (text) => {
    let day = days.get(text);
    if (!day) days.set(text, (day = readJson<FuzzyDate>(text)));
    return day;
  };
}

function toPlanned(
  { code, rules }: DescribedItem,
  row: BaselineRow | undefined,
  readDay: (text: string) => FuzzyDate,
): PlannedItem {
  return {
    code,
    rules,
    phase: row?.phase ?? null,
    start: row?.start ?? null,
    weight: row?.weight ?? 0,
    cancelled: row?.cancelled === 1,
    baseline: row?.baseline == null ? null : readDay(row.baseline),
  };
}

interface BaselineRow {
  project: string;
  code: string;
  weight: number;
  cancelled: number;
  /** JSON FuzzyDate. */
  baseline: string | null;
  phase: string | null;
  start: string | null;
}
