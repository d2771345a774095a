import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readSchedule, type ReadResult } from '../read-schedule.ts';

/** The day on which the tests read. */
export const today = '2026-11-23';

export function readExample(name: string): Uint8Array {
  return readFileSync(fileURLToPath(new URL(`../../examples/${name}`, import.meta.url)));
}

export function readText(text: string): ReadResult {
  return readSchedule(new TextEncoder().encode(text), { today });
}

/** Everything that was found, errors first, as `code@line`. */
export function sayFaults({ faults }: ReadResult): string[] {
  return [...faults.errors, ...faults.warnings].map(({ code, line }) => `${code}@${line ?? '-'}`);
}

export const taskColumns = [
  'task_id',
  'proj_id',
  'wbs_id',
  'task_code',
  'task_name',
  'task_type',
  'status_code',
  'complete_pct_type',
  'phys_complete_pct',
  'est_wt',
  'target_drtn_hr_cnt',
  'remain_drtn_hr_cnt',
  'act_work_qty',
  'remain_work_qty',
  'target_start_date',
  'target_end_date',
  'act_start_date',
  'act_end_date',
] as const;
export type XerTask = Partial<Record<(typeof taskColumns)[number], string>>;

const ordinaryTask: Required<XerTask> = {
  task_id: '1',
  proj_id: '7',
  wbs_id: '',
  task_code: 'A1',
  task_name: 'Pit',
  task_type: 'TT_Task',
  status_code: 'TK_Active',
  complete_pct_type: 'CP_Phys',
  phys_complete_pct: '40',
  est_wt: '1',
  target_drtn_hr_cnt: '80',
  remain_drtn_hr_cnt: '20',
  act_work_qty: '30',
  remain_work_qty: '10',
  target_start_date: '2026-01-05 08:00',
  target_end_date: '2026-01-30 17:00',
  act_start_date: '2026-01-05 08:00',
  act_end_date: '',
};

export interface XerParts {
  header?: string;
  dataDate?: string;
  /** Whole lines that stand before the tasks. */
  before?: string[];
  columns?: readonly (keyof XerTask)[];
  tasks?: XerTask[];
}

/** A small XER file; what a test does not say is ordinary. */
export function writeXer({ header, dataDate = '2026-02-01 00:00', before = [], columns, tasks = [{}] }: XerParts = {}) {
  const names = columns ?? taskColumns;
  return [
    header ?? 'ERMHDR\t19.12\t2026-02-02\tProject\tp\tp\tdb\tPM\tUSD',
    '%T\tPROJECT',
    '%F\tproj_id\texport_flag\tproj_short_name\tlast_recalc_date',
    `%R\t7\tY\tSAMPLE\t${dataDate}`,
    ...before,
    '%T\tTASK',
    `%F\t${names.join('\t')}`,
    ...tasks.map((task) => `%R\t${names.map((name) => ({ ...ordinaryTask, ...task })[name]).join('\t')}`),
    '%E',
    '',
  ].join('\n');
}

/** A small MSPDI file around the given tasks and fields of the project. */
export function writeMspdiText(tasks: string[], fields = ''): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<Project xmlns="http://schemas.microsoft.com/project">${fields}<Tasks>`,
    ...tasks,
    '</Tasks></Project>',
  ].join('\n');
}

export function mspdiTask(uid: number, fields = ''): string {
  return (
    `<Task><UID>${uid}</UID><Name>Task ${uid}</Name><OutlineLevel>1</OutlineLevel><Start>2026-01-05T08:00:00</Start>` +
    `<Finish>2026-01-30T17:00:00</Finish><Duration>PT80H0M0S</Duration>${fields}</Task>`
  );
}
