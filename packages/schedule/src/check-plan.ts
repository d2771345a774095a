import { nameColumn, type CheckedValue } from './column-names.ts';
import { type FaultList } from './fault.ts';
import type { Plan, PlanActivity, WbsNode } from './plan.ts';

/** What holds for a plan of any format. `today` is the site's day: what a file without a data date is held against. */
export function checkPlan(plan: Plan, today: string, faults: FaultList): void {
  const { format } = plan;
  if (plan.activities.length === 0) faults.error('plan.empty');
  if (plan.dataDate === null) faults.warn('data-date.missing', { value: today });
  else if (plan.dataDate > today) {
    faults.error('actual.future', { field: nameColumn(format, 'dataDate'), value: plan.dataDate });
  }
  checkTree(plan, faults);
  const until = plan.dataDate ?? today;
  const lines = new Map<string, number>();
  for (const activity of plan.activities) {
    const { code, line } = activity;
    const first = lines.get(code);
    if (code === '') faults.error('code.missing', { line, field: nameColumn(format, 'code') });
    else if (first !== undefined) {
      faults.error('code.duplicate', { line, field: nameColumn(format, 'code', code), value: String(first) });
    } else lines.set(code, line);
    if (activity.title.en === undefined) {
      faults.warn('title.missing', { line, field: code });
      activity.title = { en: code.slice(0, 80) || '—' };
    }
    checkDays(activity, until, (value) => nameColumn(format, value, code), faults);
  }
}

function checkDays(
  activity: PlanActivity,
  until: string,
  nameOf: (value: CheckedValue) => string,
  faults: FaultList,
): void {
  const { code, line } = activity;
  for (const value of ['actualStart', 'actualFinish'] as const) {
    const day = activity[value];
    if (day !== null && day > until) faults.error('actual.future', { line, field: nameOf(value), value: day });
  }
  if (isReversed(activity.actualStart, activity.actualFinish)) {
    faults.error('actual.order', { line, field: nameOf('actualFinish'), value: activity.actualFinish });
  }
  for (const [start, finish] of [
    [activity.plannedStart, activity.plannedFinish],
    [activity.baselineStart, activity.baselineFinish],
    [activity.forecastStart, activity.forecastFinish],
  ] as const) {
    if (isReversed(start, finish)) {
      faults.warn('date.order', { line, field: code, value: `${start} … ${finish}` });
      break;
    }
  }
  if (!activity.baselineFinish && !activity.plannedFinish && !activity.forecastFinish && !activity.actualFinish) {
    faults.warn('date.missing', { line, field: code });
  }
  if (activity.isComplete && activity.actualFinish === null) faults.warn('actual.missing', { line, field: code });
  if (activity.percentBp === 10_000 && !activity.isComplete) {
    faults.warn('percent.unfinished', { line, field: code });
  }
}

function isReversed(start: string | null, finish: string | null): boolean {
  return start !== null && finish !== null && finish < start;
}

/** Every node hangs below a root, none below itself, and every activity on a node that is there. */
function checkTree({ format, wbs, activities }: Plan, faults: FaultList): void {
  const nodes = new Map<string, WbsNode>();
  for (const node of wbs) {
    const first = nodes.get(node.id);
    if (first) faults.error('code.duplicate', { line: node.line, field: node.id, value: String(first.line) });
    else nodes.set(node.id, node);
  }
  const isRooted = new Set<string>();
  for (const node of wbs) {
    const path = new Set<string>();
    let at: WbsNode | undefined = node;
    while (at && !isRooted.has(at.id) && !path.has(at.id)) {
      path.add(at.id);
      at = at.parent === null ? undefined : nodes.get(at.parent);
    }
    if (at && path.has(at.id)) {
      faults.error('wbs.cycle', { line: at.line, field: nameColumn(format, 'parent', at.code || at.id) });
    }
    // Said once for each circle: what was walked is not walked again.
    for (const id of path) isRooted.add(id);
    if (node.parent !== null && !nodes.has(node.parent)) {
      // The exported part of a larger tree ends at a parent that was left out.
      node.parent = null;
    }
  }
  for (const { wbs: id, line, code } of activities) {
    if (id !== null && !nodes.has(id)) {
      faults.error('wbs.unknown', { line, field: nameColumn(format, 'node', code), value: id });
    }
  }
}
