import { ScheduleStop, type FaultList } from '../fault.ts';
import type { ScheduleLimits } from '../limits.ts';
import type { Plan, WbsNode } from '../plan.ts';
import { parseDay } from '../text/day.ts';
import { cleanTitle, toTitle } from '../text/title.ts';
import { readCurrency } from './currency.ts';
import { countXerRelations } from './count-relations.ts';
import { readActivities } from './read-activities.ts';
import { readXerCalendars } from './read-calendars.ts';
import { requireTable } from './required-table.ts';
import { openRow, readCell, readTables, type XerFile, type XerRow, type XerTable } from './table-rows.ts';

const wanted = new Set(['CURRTYPE', 'PROJECT', 'CALENDAR', 'PROJWBS', 'TASK', 'TASKPROC', 'TASKRSRC']);

/** Reads the exported project of a Primavera P6 XER file. Relations are counted; resources' names and user fields are not read. */
export function readXer(text: string, limits: ScheduleLimits, faults: FaultList): Plan {
  const file = readTables(text, wanted, limits.nodes, faults);
  const currency = readCurrency(file);
  const projects = requireTable(file, 'PROJECT', ['proj_id']);
  const project = findProject(projects, faults);
  const projectId = readCell(projects, project, 'proj_id');
  const dataDatePlace = { line: project.line, field: 'last_recalc_date' };
  const nodes = readWbs(file, projectId, faults);
  const calendars = readXerCalendars(file, currency.signs, faults);
  return {
    format: 'xer',
    tool: file.header[0] === undefined ? null : `P6 ${cleanTitle(file.header[0]).slice(0, 20)}`,
    project: {
      code: cleanTitle(readCell(projects, project, 'proj_short_name')) || null,
      title: nodes.root,
      currency: currency.name,
    },
    dataDate: parseDay(readCell(projects, project, 'last_recalc_date'), dataDatePlace, faults),
    calendars,
    relations: countXerRelations(file, projectId),
    wbs: nodes.wbs,
    activities: readActivities({ file, projectId, signs: currency.signs, maxTasks: limits.tasks, faults }),
  };
}

/** A file may bring the projects that the exported one refers to; the first that is exported is meant. */
function findProject(table: XerTable, faults: FaultList): XerRow {
  const exported = table.rows.filter((row) => readCell(table, row, 'export_flag') !== 'N');
  const project = exported[0] ?? table.rows[0];
  if (!project) throw new ScheduleStop('project.missing', { field: 'PROJECT' });
  if (table.rows.length > 1) {
    faults.warn('project.several', { line: project.line, value: readCell(table, project, 'proj_short_name') });
  }
  return project;
}

/** The tree below the project's own node, which is the project itself and gives its title. */
function readWbs(file: XerFile, projectId: string, faults: FaultList): { root: string | null; wbs: WbsNode[] } {
  const table = file.tables.get('PROJWBS');
  const wbs: WbsNode[] = [];
  let root: string | null = null;
  for (const row of table?.rows ?? []) {
    if (!table) break;
    const cell = openRow(table, row);
    if (cell('proj_id') !== projectId) continue;
    const name = cell('wbs_name');
    const isRoot = cell('proj_node_flag') === 'Y';
    if (isRoot) root = cleanTitle(name).slice(0, 300) || null;
    wbs.push({
      id: cell('wbs_id'),
      parent: isRoot ? null : cell('parent_wbs_id') || null,
      code: cleanTitle(cell('wbs_short_name')).slice(0, 80),
      title: toTitle(name, { line: row.line, field: 'wbs_name' }, faults),
      line: row.line,
    });
  }
  return { root, wbs };
}
