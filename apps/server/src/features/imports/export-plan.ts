import { writeCsv, writeJson, writeMspdi, type ScheduleExport, type ScheduleItem } from '@sitecast/schedule';
import type { LocalText } from '@sitecast/contract';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import { listPlanned, readCurrentPlan } from './current-plan.ts';

/** The forms in which a plan leaves, with how a browser names them. */
export const planForms = {
  csv: { type: 'text/csv; charset=utf-8', write: writeCsv, suffix: 'csv' },
  json: { type: 'application/json; charset=utf-8', write: writeJson, suffix: 'json' },
  mspdi: { type: 'application/xml; charset=utf-8', write: writeMspdi, suffix: 'xml' },
} as const;
export type PlanForm = keyof typeof planForms;

export interface ExportedPlan {
  readonly text: string;
  readonly type: string;
  readonly fileName: string;
}

/** The plan in force and where its items stand: what the public page shows, and no money. null: no such project. */
export async function exportPlan(db: Reader, project: string, form: PlanForm): Promise<ExportedPlan | null> {
  const row = await db.selectFrom('project').select('name').where('code', '=', project).executeTakeFirst();
  if (!row) return null;
  const current = await readCurrentPlan(db, project);
  const latest = await db
    .selectFrom('percent_history')
    .select((eb) => eb.fn.max('data_date').as('date'))
    .where('project', '=', project)
    .executeTakeFirst();
  const starts = await readStarts(db, project, current.revision);
  const plan: ScheduleExport = {
    project: { code: project, title: readJson<LocalText>(row.name).en ?? project },
    revision: current.revision,
    dataDate: latest?.date ?? null,
    items: listPlanned(current).map((item) => {
      const { code, title, kind, method, unit, total, steps, weight, finish, forecast, actual, percentBp, done } = item;
      const start = starts.get(`${code} ${finish}`) ?? null;
      const said = { code, title, kind, method, unit, total, steps, weight, start, finish };
      return { ...said, forecast, actual, percentBp, done };
    }),
  };
  const { type, write, suffix } = planForms[form];
  return { text: write(plan), type, fileName: `${project}-plan.${suffix}` };
}

/** First days of the file behind the revision in force, by item and last day: a revision itself keeps last days alone. */
async function readStarts(db: Reader, project: string, revision: number | null): Promise<Map<string, string>> {
  const batch = await db
    .selectFrom('import_batch as batch')
    .innerJoin('proposal_decision as decision', 'decision.proposal', 'batch.proposal')
    .select('batch.items')
    .where('batch.project', '=', project)
    .where('batch.based_on_revision', revision === 1 ? 'is' : '=', revision === 1 ? null : (revision ?? 0) - 1)
    .where('decision.decision', '=', 'approved')
    .executeTakeFirst();
  const items = batch ? readJson<ScheduleItem[]>(batch.items) : [];
  return new Map(items.flatMap(({ code, start, finish }) => (start === null ? [] : [[`${code} ${finish}`, start]])));
}
