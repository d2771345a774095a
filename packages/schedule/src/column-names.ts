import type { ScheduleFormat } from './plan.ts';

/** What a format calls the values of an activity that are held against other values, where no one cell is wrong alone. */
const names = {
  csv: {
    code: 'milestone_code',
    weight: 'weight',
    actualStart: 'actual_date',
    actualFinish: 'actual_date',
    finish: 'baseline_date',
    node: 'phase',
    parent: 'phase',
    dataDate: 'data_date',
  },
  xer: {
    code: 'task_code',
    weight: 'est_wt',
    actualStart: 'act_start_date',
    actualFinish: 'act_end_date',
    finish: 'target_end_date',
    node: 'wbs_id',
    parent: 'parent_wbs_id',
    dataDate: 'last_recalc_date',
  },
  'p6-xml': {
    code: 'Id',
    weight: 'EstimatedWeight',
    actualStart: 'ActualStartDate',
    actualFinish: 'ActualFinishDate',
    finish: 'PlannedFinishDate',
    node: 'WBSObjectId',
    parent: 'ParentObjectId',
    dataDate: 'DataDate',
  },
  mspdi: {
    code: 'WBS',
    weight: 'Weight',
    actualStart: 'ActualStart',
    actualFinish: 'ActualFinish',
    finish: 'Finish',
    node: 'OutlineLevel',
    parent: 'OutlineLevel',
    dataDate: 'StatusDate',
  },
} as const satisfies Record<ScheduleFormat, Record<string, string>>;

export type CheckedValue = keyof (typeof names)['csv'];

/** The column or element of that value; with the code of the row where one is known: `M06 · actual_date`. */
export function nameColumn(format: ScheduleFormat, value: CheckedValue, code = ''): string {
  const column = names[format][value];
  return code === '' ? column : `${code.slice(0, 40)} · ${column}`;
}
