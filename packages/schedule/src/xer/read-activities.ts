import { ScheduleStop, type FaultList } from '../fault.ts';
import { createActivity, type ActivityKind, type PercentType, type PlanActivity, type PlanStep } from '../plan.ts';
import { parseDay } from '../text/day.ts';
import { parseAmount, parseNumber, parsePercent, type NumberSigns } from '../text/number.ts';
import { cleanTitle, toTitle } from '../text/title.ts';
import { requireTable } from './required-table.ts';
import { openRow, type XerFile } from './table-rows.ts';

interface ActivityParts {
  readonly file: XerFile;
  readonly projectId: string;
  readonly signs: NumberSigns;
  readonly maxTasks: number;
  readonly faults: FaultList;
}

const percentTypes: Record<string, PercentType> = { CP_Phys: 'physical', CP_Drtn: 'duration', CP_Units: 'units' };
const milestones: Record<string, ActivityKind> = { TT_Mile: 'start-milestone', TT_FinMile: 'finish-milestone' };
/** Sums up what lies below a WBS node and carries no work of its own. */
const summary = 'TT_WBS';

/** The activities of one project, with the cost of their assignments and their steps. */
export function readActivities(parts: ActivityParts): PlanActivity[] {
  const { file, projectId, faults } = parts;
  const table = requireTable(file, 'TASK', ['task_id', 'proj_id', 'task_code']);
  const budgets = sumBudgets(parts);
  const steps = readSteps(parts);
  const activities: PlanActivity[] = [];
  for (const row of table.rows) {
    const cell = openRow(table, row);
    if (cell('proj_id') !== projectId) continue;
    if (cell('task_type') === summary) {
      faults.warn('task.skipped', { line: row.line, field: 'task_type', value: summary });
      continue;
    }
    if (activities.length >= parts.maxTasks) {
      throw new ScheduleStop('limit.tasks', { line: row.line, value: String(parts.maxTasks) });
    }
    const at = (field: string) => ({ line: row.line, field });
    const day = (column: string) => parseDay(cell(column), at(column), faults);
    const amount = (column: string) => parseAmount(cell(column), at(column), faults, parts.signs);
    const minutes = (column: string) => toMinutes(amount(column));
    const activity = createActivity(cleanTitle(cell('task_code')), row.line);
    activities.push(activity);
    const id = cell('task_id');
    const float = parseNumber(cell('total_float_hr_cnt'), at('total_float_hr_cnt'), faults, parts.signs);
    activity.title = toTitle(cell('task_name'), at('task_name'), faults);
    activity.wbs = cell('wbs_id') || null;
    activity.kind = milestones[cell('task_type')] ?? 'task';
    activity.weight = amount('est_wt');
    activity.budgetMinor = budgets.get(id) ?? null;
    activity.durationMinutes = minutes('target_drtn_hr_cnt');
    activity.remainingMinutes = minutes('remain_drtn_hr_cnt');
    const work = (amount('target_work_qty') ?? 0) + (amount('target_equip_qty') ?? 0);
    activity.workMinutes = work === 0 ? null : toMinutes(work);
    activity.calendar = cell('clndr_id') || null;
    activity.isComplete = cell('status_code') === 'TK_Complete';
    activity.percentType = percentTypes[cell('complete_pct_type')] ?? 'reported';
    activity.plannedStart = day('target_start_date');
    activity.plannedFinish = day('target_end_date');
    activity.actualStart = day('act_start_date');
    activity.actualFinish = day('act_end_date');
    activity.forecastStart = day('early_start_date') ?? activity.plannedStart;
    activity.forecastFinish = day('early_end_date') ?? activity.plannedFinish;
    activity.totalFloatMinutes = float === null ? null : Math.round(float * 60);
    activity.isCritical = cell('driving_path_flag') === '' ? null : cell('driving_path_flag') === 'Y';
    activity.steps = steps.get(id) ?? [];
    const physical = parsePercent(cell('phys_complete_pct'), at('phys_complete_pct'), faults, 100, parts.signs);
    const done = (amount('act_work_qty') ?? 0) + (amount('act_equip_qty') ?? 0);
    const left = (amount('remain_work_qty') ?? 0) + (amount('remain_equip_qty') ?? 0);
    activity.percentBp = toPercent(activity, cell('status_code'), physical, { done, left });
  }
  return activities;
}

/** P6 keeps what each percent type is made of, not the percent itself. */
function toPercent(
  activity: PlanActivity,
  status: string,
  physical: number | null,
  units: { done: number; left: number },
): number | null {
  if (activity.isComplete) return 10_000;
  if (status === 'TK_NotStart') return 0;
  switch (activity.percentType) {
    case 'physical':
      return physical;
    case 'units':
      return units.done + units.left > 0 ? Math.round((units.done / (units.done + units.left)) * 10_000) : 0;
    case 'duration':
    case 'reported': {
      const { durationMinutes: whole, remainingMinutes: left } = activity;
      if (whole === null || left === null) return physical;
      // A target of 0 is done or not; more left than there was counts as nothing done.
      return whole === 0 || left > whole ? 0 : Math.round(((whole - left) / whole) * 10_000);
    }
  }
}

function toMinutes(hours: number | null): number | null {
  return hours === null ? null : Math.round(hours * 60);
}

/** Planned cost of each activity in minor units: the sum over its assignments. */
function sumBudgets({ file, signs, faults }: ActivityParts): Map<string, number> {
  const budgets = new Map<string, number>();
  const table = file.tables.get('TASKRSRC');
  for (const row of table?.rows ?? []) {
    if (!table) break;
    const cell = openRow(table, row);
    const cost = parseAmount(cell('target_cost'), { line: row.line, field: 'target_cost' }, faults, signs);
    if (cost === null) continue;
    const task = cell('task_id');
    budgets.set(task, (budgets.get(task) ?? 0) + Math.round(cost * 100));
  }
  return budgets;
}

function readSteps({ file, signs, faults }: ActivityParts): Map<string, PlanStep[]> {
  const steps = new Map<string, PlanStep[]>();
  const table = file.tables.get('TASKPROC');
  for (const row of table?.rows ?? []) {
    if (!table) break;
    const cell = openRow(table, row);
    const task = cell('task_id');
    const known = steps.get(task) ?? [];
    const weight = parseAmount(cell('proc_wt'), { line: row.line, field: 'proc_wt' }, faults, signs);
    const title = toTitle(cell('proc_name'), { line: row.line, field: 'proc_name' }, faults);
    const percent = parsePercent(cell('complete_pct'), { line: row.line, field: 'complete_pct' }, faults, 100, signs);
    const isComplete = cell('complete_flag') === 'Y' || percent === 10_000;
    known.push({ code: `s${known.length + 1}`, title, weight: weight ?? 1, isComplete });
    steps.set(task, known);
  }
  return steps;
}
