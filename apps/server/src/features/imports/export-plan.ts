import { writeCsv, writeJson, writeMspdi, type ScheduleExport } from '@sitecast/schedule';
import type { LocalText, WorkCalendarView } from '@sitecast/contract';
import { createWorkCalendar, listHolidays, type WorkCalendar } from '@sitecast/progress';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import { listPlanned, readCurrentPlan, type ReadStructure } from './current-plan.ts';

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
export async function exportPlan(
  db: Reader,
  parts: { readStructure: ReadStructure },
  project: string,
  form: PlanForm,
): Promise<ExportedPlan | null> {
  const row = await db.selectFrom('project').select('name').where('code', '=', project).executeTakeFirst();
  if (!row) return null;
  const current = await readCurrentPlan(db, parts, project);
  const latest = await db
    .selectFrom('percent_history')
    .select((eb) => eb.fn.max('data_date').as('date'))
    .where('project', '=', project)
    .executeTakeFirst();
  const calendar = current.calendar && createWorkCalendar(current.calendar);
  const plan: ScheduleExport = {
    project: { code: project, title: readJson<LocalText>(row.name).en ?? project },
    revision: current.revision,
    dataDate: latest?.date ?? null,
    phases: current.phases,
    calendar: current.calendar && toExportedCalendar(current.calendar),
    items: listPlanned(current).map((item) => {
      const { code, title, kind, method, unit, total, steps, weight, finish, forecast, actual, percentBp, done } = item;
      const start = item.start !== null && finish !== null && item.start <= finish ? item.start : null;
      const workDays = calendar && start !== null && finish !== null ? countDaysOfWork(calendar, start, finish) : null;
      const said = {
        code,
        title,
        kind,
        method,
        unit,
        total,
        steps,
        weight,
        phase: item.phase,
        start,
        finish,
        workDays,
      };
      return { ...said, forecast, actual, percentBp, done };
    }),
  };
  const { type, write, suffix } = planForms[form];
  return { text: write(plan), type, fileName: `${project}-plan.${suffix}` };
}

function countDaysOfWork(calendar: WorkCalendar, start: string, finish: string): number {
  return calendar.countWorkDays(start, finish) + (calendar.isWorkDay(start) ? 1 : 0);
}

/** Programs know no list of Kazakh holidays: those of the years around stand in the file one by one. */
function toExportedCalendar(view: WorkCalendarView): ScheduleExport['calendar'] {
  const { name, week, minutesPerDay, exceptions, holidays } = view;
  const own = new Set(exceptions.map((exception) => exception.from));
  const off =
    holidays === 'none'
      ? []
      : exportedYears
          .flatMap((year) => listHolidays(year, week))
          .filter((day) => !own.has(day))
          .map((day) => ({ from: day, to: day, works: false, name: null }));
  return {
    name,
    week,
    minutesPerDay,
    exceptions: [...off, ...exceptions].sort((a, b) => a.from.localeCompare(b.from)),
  };
}

/** The years whose days off are known, Kurban Ait among them. */
const exportedYears = [2025, 2026, 2027, 2028];
