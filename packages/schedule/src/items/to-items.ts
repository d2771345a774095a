import { nameColumn } from '../column-names.ts';
import type { FaultList } from '../fault.ts';
import type { Plan, PlanActivity, PlanStep } from '../plan.ts';
import { findPhases, type PhaseTree } from './find-phases.ts';
import { groupActivities, type ActivityGroup } from './group-activities.ts';
import { toItemCode } from './item-code.ts';
import type { ItemPlan, PlannedSpan, ScheduleItem } from './schedule-item.ts';
import { toWholeWeights, weighPlan } from './weigh-plan.ts';

/** More lines than that no public page lists and nobody posts by hand. */
export const maxItems = 400;

/**
 * The items by which the plan is measured: its activities, or in a plan of more than `limit` of them its milestones and the
 * nodes of the deepest level that still fits. The curve always counts every activity.
 */
export function toItems(plan: Plan, faults: FaultList, limit = maxItems): ItemPlan {
  const { basis, raw } = weighPlan(plan, faults);
  const groups = groupActivities(plan, limit);
  if (groups.length < plan.activities.length) {
    faults.warn('plan.condensed', { field: String(plan.activities.length), value: String(groups.length) });
  }
  const weights = toWholeWeights(
    groups.map((group) => group.members.reduce((sum, index) => sum + (raw[index] ?? 0), 0)),
    basis,
  );
  const tree = findPhases(plan);
  const items = groups.map((group, index) => toItem(plan, tree, group, raw, weights[index] ?? 0));
  const lines = new Map<string, number | null>();
  for (const [index, item] of items.entries()) {
    const source = groups[index]?.code ?? item.code;
    if (lines.has(item.code)) faults.error('code.duplicate', { line: item.line, field: source, value: item.code });
    else if (item.code.startsWith('X') && !source.toUpperCase().startsWith('X')) {
      faults.warn('code.changed', { line: item.line, field: source, value: item.code });
    }
    lines.set(item.code, item.line);
  }
  for (const item of items) {
    if (item.weight > 0 && item.finish === null) {
      faults.error('date.needed', { line: item.line, field: nameColumn(plan.format, 'finish', item.code) });
    }
  }
  return {
    items,
    phases: tree.phases.filter(({ code }) => isUsed(tree, items, code)),
    basis,
    weightSum: weights.reduce((sum, weight) => sum + weight, 0),
    // Where every activity is an item, the curve is drawn by the very weights that the items carry.
    spans: plan.activities.flatMap((activity, index) =>
      toSpan(activity, (groups.length === plan.activities.length ? weights : raw)[index] ?? 0),
    ),
  };
}

/** A phase that holds an item, or a phase that does. */
function isUsed(tree: PhaseTree, items: readonly ScheduleItem[], code: string): boolean {
  return (
    items.some((item) => item.phase === code) ||
    tree.phases.some((phase) => phase.parent === code && isUsed(tree, items, phase.code))
  );
}

/** The days a baseline of this plan says: the file's own baseline, else what was planned, else what is scheduled. */
function toBaselineDays(activity: PlanActivity): { start: string | null; finish: string | null } {
  const finish = activity.baselineFinish ?? activity.plannedFinish ?? activity.forecastFinish ?? activity.actualFinish;
  const start = activity.baselineFinish
    ? activity.baselineStart
    : activity.plannedFinish
      ? activity.plannedStart
      : (activity.forecastStart ?? activity.actualStart);
  return { start: start !== null && finish !== null && start > finish ? finish : start, finish };
}

function toSpan(activity: PlanActivity, weight: number): PlannedSpan[] {
  const { start, finish } = toBaselineDays(activity);
  if (finish === null || weight <= 0) return [];
  const isPoint = activity.kind !== 'task' && activity.milestoneKind === null && activity.method === null;
  return [{ start: isPoint ? finish : start, finish, weight }];
}

function toItem(
  plan: Plan,
  tree: PhaseTree,
  group: ActivityGroup,
  raw: readonly number[],
  weight: number,
): ScheduleItem {
  const members = group.members.flatMap((index) => plan.activities[index] ?? []);
  const [first] = members;
  const days = members.map(toBaselineDays);
  const only = group.isNode ? null : (first ?? null);
  const isMilestone = only !== null && only.kind !== 'task';
  const isDone = members.every((one) => one.isComplete);
  return {
    code: toItemCode(group.code),
    title: group.title,
    kind: only?.milestoneKind ?? null,
    method: only?.method ?? null,
    unit: only?.unit ?? null,
    total: only?.total ?? null,
    steps: toWholeSteps(only?.steps ?? []),
    weight,
    start: only !== null && only.kind !== 'task' ? null : findFirst(days.map((one) => one.start)),
    finish: findLast(days.map((one) => one.finish)),
    forecast: isDone ? null : findLast(members.map((one) => one.forecastFinish)),
    actual: isDone ? findLast(members.map((one) => one.actualFinish)) : null,
    percentBp: only ? only.percentBp : weighPercent(group, plan, raw),
    isMilestone,
    phase: only?.phase == null ? tree.find(group.wbs, group.isNode) : toItemCode(only.phase),
    started: findFirst(members.map((one) => one.actualStart)),
    done: only?.done ?? null,
    line: group.line,
  };
}

/** Steps weigh whole numbers too; one without a name is called by its code. */
function toWholeSteps(steps: readonly PlanStep[]): PlanStep[] {
  const factor = steps.every((step) => Number.isInteger(step.weight)) ? 1 : 100;
  return steps.map(({ code, title, weight, isComplete }) => ({
    ...(isComplete === true && { isComplete }),
    code,
    title: title.en === undefined ? { en: code } : title,
    weight: Math.round(weight * factor),
  }));
}

function weighPercent(group: ActivityGroup, plan: Plan, raw: readonly number[]): number | null {
  const sum = group.members.reduce((all, index) => all + (raw[index] ?? 0), 0);
  if (sum <= 0) return null;
  const earned = group.members.reduce(
    (all, index) => all + (raw[index] ?? 0) * (plan.activities[index]?.percentBp ?? 0),
    0,
  );
  return Math.round(earned / sum);
}

function findFirst(days: readonly (string | null)[]): string | null {
  return days.reduce((first, day) => (day !== null && (first === null || day < first) ? day : first), null);
}

function findLast(days: readonly (string | null)[]): string | null {
  return days.reduce((last, day) => (day !== null && (last === null || day > last) ? day : last), null);
}
