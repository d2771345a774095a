import type { Measurement } from '@sitecast/contract';
import type { Fraction } from '@sitecast/progress';
import { sql } from 'kysely';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import type { StoodItem } from './basis.ts';
import type { InvestorParts } from './parts.ts';
import type { PlannedItem } from './plan-cache.ts';

/** Items of projects by the revision of each, as of a day (null: as they stand). */
export async function readPlanItems(
  db: Reader,
  parts: Pick<InvestorParts, 'toShare' | 'plans'>,
  revisions: ReadonlyMap<string, number>,
  asOf: string | null,
): Promise<Map<string, StoodItem[]>> {
  if (revisions.size === 0) return new Map();
  const plans = await parts.plans.read(db, revisions);
  const posts = await readPosts(db, [...revisions.keys()], asOf);
  const measure = createMeasure(parts.toShare);
  return new Map(
    [...plans].map(([project, items]) => {
      const own = posts.get(project);
      return [project, items.map((item) => toStood(item, own?.get(item.code), measure))];
    }),
  );
}

function toStood(item: PlannedItem, post: PostRow | undefined, measure: Measure): StoodItem {
  const { code, phase, start, weight, cancelled, baseline } = item;
  const { share, started } = measure(item, post?.measurement ?? null);
  return {
    code,
    phase,
    start,
    weight,
    cancelled,
    baseline,
    share,
    started,
    percentBp: post?.percent_bp ?? null,
    actual: post?.actual ?? null,
  };
}

interface Measured {
  share: Fraction | null;
  started: boolean;
}
type Measure = (item: PlannedItem, measurement: string | null) => Measured;

const unmeasured: Measured = { share: null, started: false };

/** Of thousands of items many stand alike (done, or not begun): what stands alike is read and divided once. */
function createMeasure(toShare: InvestorParts['toShare']): Measure {
  const byCredit = new Map<number, Map<string, Measured>>();
  return ({ rules }, text) => {
    if (text === null) return unmeasured;
    let alike = byCredit.get(rules.startCreditBp);
    if (!alike) byCredit.set(rules.startCreditBp, (alike = new Map()));
    const hasSteps = rules.steps.length > 0;
    const known = hasSteps ? undefined : alike.get(text);
    if (known) return known;
    const measurement = readJson<Measurement>(text);
    const started = measurement.method === 'start-finish' && measurement.started;
    const measured = { share: toShare(rules, measurement), started };
    if (!hasSteps) alike.set(text, measured);
    return measured;
  };
}

/**
 * The post of each item that counts: as they stand it is kept ready; a past day seeks it by the index made for that, which
 * holds the row's place. Asked for by its version instead, every post of the item is read: ten times the time.
 */
async function readPosts(
  db: Reader,
  projects: readonly string[],
  asOf: string | null,
): Promise<Map<string, Map<string, PostRow>>> {
  const chosen = sql.join(projects.map((project) => sql`(${project})`));
  const query =
    asOf === null
      ? sql<PostRow>`
          with chosen (project) as (values ${chosen})
          select post.project, post.code, post.measurement, post.percent_bp, post.actual
          from chosen join item_state as post on post.project = chosen.project`
      : sql<PostRow>`
          with chosen (project) as (values ${chosen})
          select item.project, item.code, post.measurement, post.percent_bp, post.actual
          from chosen join plan_item as item on item.project = chosen.project
          join progress_entry as post on post.rowid = (
            select newest.rowid from progress_entry as newest
            where newest.project = item.project and newest.item = item.code and newest.data_date <= ${asOf}
            order by newest.data_date desc, newest.version desc limit 1)`;
  const found = new Map<string, Map<string, PostRow>>();
  for (const row of (await query.execute(db)).rows) {
    const own = found.get(row.project) ?? new Map<string, PostRow>();
    own.set(row.code, row);
    found.set(row.project, own);
  }
  return found;
}

interface PostRow {
  project: string;
  code: string;
  measurement: string | null;
  percent_bp: number | null;
  actual: string | null;
}
