import { addDays, toLocalDate } from '@sitecast/progress';
import { toInstant } from '../../platform/clock.ts';
import { readReport, type ReportParts } from './read-report.ts';
import type { ReportIssueTable } from './tables.ts';

/** Reports go out on these first days of a month, in the days of the site; a server that was away catches up within them. */
const lastDay = 5;

/**
 * Makes the report of the month that ended, for each project with data, and keeps its hash: once, for ever. Returns the
 * reports that are out, old ones of this month among them.
 */
export async function issueReports(parts: ReportParts): Promise<{ project: string; month: string }[]> {
  const { db } = parts.store;
  const nowMs = parts.clock.now();
  const projects = await db.selectFrom('project').select(['code', 'zone']).orderBy('position').execute();
  const issued: { project: string; month: string }[] = [];
  for (const { code: project, zone } of projects) {
    const today = toLocalDate(toInstant(nowMs), zone);
    if (Number(today.slice(8)) > lastDay) continue;
    const month = addDays(`${today.slice(0, 7)}-01`, -1).slice(0, 7);
    if (await issueReport(parts, project, month)) issued.push({ project, month });
  }
  return issued;
}

/** Whether it is out: a project without data by the end of the month has nothing to report. */
async function issueReport(parts: ReportParts, project: string, month: string): Promise<boolean> {
  const isThere = await parts.store.db
    .selectFrom('report_issue')
    .select('hash')
    .where('project', '=', project)
    .where('month', '=', month)
    .executeTakeFirst();
  if (isThere) return true;
  const full = await readReport(parts, project, { month, costs: true });
  const bare = await readReport(parts, project, { month, costs: false });
  if (!full || !bare || full.sheet.figures.dataDate === null) return false;
  const issued_at = toInstant(parts.clock.now());
  const rows: ReportIssueTable[] = [
    { project, month, costs: 1, hash: full.hash, issued_at },
    { project, month, costs: 0, hash: bare.hash, issued_at },
  ];
  await parts.store.write(async (tx) => {
    await tx
      .insertInto('report_issue')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
  return true;
}
