import type { CorrectionReason } from '@sitecast/contract';
import type { HistoryPoint } from '@sitecast/progress';
import { sql } from 'kysely';
import type { Reader } from '../../platform/store.ts';

/** What was published for each data date, with the baseline revision it was counted by. */
export interface History {
  points: HistoryPoint[];
  /** The revision behind the newest point. */
  revision: number;
}

const forever = '9999-12-31';

/**
 * The published percents of projects up to a day (null: all). A project may have thousands of posts to a data date: from
 * each date it seeks the one before, and reads of each the post that counts.
 */
export async function readHistory(
  db: Reader,
  projects: readonly string[],
  asOf: string | null,
): Promise<Map<string, History>> {
  const found = new Map<string, History>();
  if (projects.length === 0) return found;
  const last = asOf ?? forever;
  const chosen = sql.join(projects.map((code) => sql`(${code})`));
  const { rows } = await sql<PointRow>`
    with recursive chosen (project) as (values ${chosen}),
    step (project, day) as (
      select project, (select max(data_date) from percent_history as post
        where post.project = chosen.project and post.data_date <= ${last}) from chosen
      union all
      select project, (select max(data_date) from percent_history as post
        where post.project = step.project and post.data_date < step.day) from step where day is not null
    )
    select post.project, post.data_date, post.percent_bp, post.baseline_revision
    from step join percent_history as post on post.seq = (
      select max(seq) from percent_history as newest
      where newest.project = step.project and newest.data_date = step.day)
    order by post.project, post.data_date`.execute(db);
  for (const row of rows) {
    const history = found.get(row.project) ?? { points: [], revision: 0 };
    history.points.push({
      date: row.data_date,
      percentBp: row.percent_bp,
      correctedFromBp: null,
      correctionReason: null,
    });
    history.revision = row.baseline_revision;
    found.set(row.project, history);
  }
  await addCorrections(db, found, projects, last);
  return found;
}

/** The value a correction replaced stays beside the one that counts. */
async function addCorrections(
  db: Reader,
  found: ReadonlyMap<string, History>,
  projects: readonly string[],
  last: string,
): Promise<void> {
  const rows = await db
    .selectFrom('percent_history')
    .select(['project', 'data_date', 'corrected_from_bp', 'correction_reason'])
    .where('project', 'in', projects)
    .where('data_date', '<=', last)
    .where('corrected_from_bp', 'is not', null)
    .orderBy('seq')
    .execute();
  for (const row of rows) {
    const point = found.get(row.project)?.points.find((one) => one.date === row.data_date);
    if (!point) continue;
    point.correctedFromBp = row.corrected_from_bp;
    point.correctionReason = row.correction_reason as CorrectionReason | null;
  }
}

interface PointRow {
  project: string;
  data_date: string;
  percent_bp: number;
  baseline_revision: number;
}
