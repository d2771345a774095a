import type { ScheduleItem } from './items/schedule-item.ts';
import type { PlanStep, PlanTitle } from './plan.ts';
import { toDayCount } from './text/day.ts';

export type ComparedField =
  'title' | 'weight' | 'start' | 'finish' | 'forecast' | 'kind' | 'method' | 'unit' | 'total' | 'steps' | 'phase';

export interface FieldChange {
  field: ComparedField;
  before: string | number | null;
  after: string | number | null;
}

export interface ItemChange {
  code: string;
  title: PlanTitle;
  line: number | null;
  fields: FieldChange[];
  /** Days by which its baseline finish moves; later is positive, null where one of the two is not known. */
  shiftDays: number | null;
}

export interface ItemMention {
  code: string;
  title: PlanTitle;
  line: number | null;
  weight: number;
  finish: string | null;
}

/** What a file would change of the plan that stands. */
export interface PlanDifference {
  added: ItemMention[];
  gone: ItemMention[];
  changed: ItemChange[];
  unchanged: number;
  weightSumBefore: number;
  weightSumAfter: number;
  finishBefore: string | null;
  finishAfter: string | null;
  finishShiftDays: number | null;
}

/** Items are the same by their code. What the new side does not say (null, no title in a language) does not change. */
export function compareItems(before: readonly ScheduleItem[], after: readonly ScheduleItem[]): PlanDifference {
  const known = new Map(before.map((item) => [item.code, item]));
  const kept = new Set(after.map((item) => item.code));
  const added: ItemMention[] = [];
  const changed: ItemChange[] = [];
  let unchanged = 0;
  for (const item of after) {
    const old = known.get(item.code);
    const fields = old ? compareFields(old, item) : [];
    if (!old) added.push(toMention(item));
    else if (fields.length === 0) unchanged += 1;
    else {
      const { code, line } = item;
      const shiftDays = countShift(old.finish, item.finish);
      changed.push({ code, title: { ...old.title, ...item.title }, line, fields, shiftDays });
    }
  }
  const finishBefore = findFinish(before);
  const finishAfter = findFinish(after);
  return {
    added,
    gone: before.filter((item) => !kept.has(item.code)).map(toMention),
    changed,
    unchanged,
    weightSumBefore: sumWeights(before),
    weightSumAfter: sumWeights(after),
    finishBefore,
    finishAfter,
    finishShiftDays: countShift(finishBefore, finishAfter),
  };
}

function compareFields(before: ScheduleItem, after: ScheduleItem): FieldChange[] {
  const changes: FieldChange[] = [];
  const compare = (field: ComparedField, old: string | number | null, now: string | number | null): void => {
    if (old !== now) changes.push({ field, before: old, after: now });
  };
  const title = findTitleChange(before.title, after.title);
  if (title) changes.push({ field: 'title', ...title });
  compare('weight', before.weight, after.weight);
  if (after.start !== null && before.start !== null) compare('start', before.start, after.start);
  if (after.finish !== null) compare('finish', before.finish, after.finish);
  // What was reached has no forecast any more, whatever a file says.
  if (after.forecast !== null && before.actual === null) compare('forecast', before.forecast, after.forecast);
  if (after.kind !== null) compare('kind', before.kind, after.kind);
  if (after.method !== null) compare('method', before.method, after.method);
  if (after.unit !== null) compare('unit', before.unit, after.unit);
  if (after.total !== null) compare('total', before.total, after.total);
  if (after.phase !== null) compare('phase', before.phase, after.phase);
  if (after.steps.length > 0) compare('steps', writeSteps(before.steps), writeSteps(after.steps));
  return changes;
}

/**
 * A file of one language says its only title for every language it cannot write; one of the titles that stand here is
 * therefore no change.
 */
function findTitleChange(before: PlanTitle, after: PlanTitle): { before: string | null; after: string } | null {
  const known = Object.values(before);
  for (const [locale, title] of Object.entries(after)) {
    const old = before[locale as keyof PlanTitle];
    if (old !== title && !known.includes(title)) return { before: old ?? null, after: title };
  }
  return null;
}

function writeSteps(steps: readonly PlanStep[]): string {
  return steps.map((step) => `${step.code} ${step.title.en ?? ''} ${step.weight}`).join('; ');
}

function toMention({ code, title, line, weight, finish }: ScheduleItem): ItemMention {
  return { code, title, line, weight, finish };
}

function sumWeights(items: readonly ScheduleItem[]): number {
  return items.reduce((sum, item) => sum + item.weight, 0);
}

function findFinish(items: readonly ScheduleItem[]): string | null {
  return items.reduce<string | null>(
    (last, { finish }) => (finish !== null && (last === null || finish > last) ? finish : last),
    null,
  );
}

function countShift(before: string | null, after: string | null): number | null {
  return before === null || after === null ? null : toDayCount(after) - toDayCount(before);
}
