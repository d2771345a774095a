import { addDays, countDays, toMonthEnd } from './local-date.ts';
import { readPlannedBp, type PlanCurve, type PlanPoint } from './plan-curve.ts';

/** An item as the plan in force has it: what it weighs, and the last day it is planned to end. */
export interface PlannedItem {
  code: string;
  /** 0 where it was cancelled. */
  weight: number;
  finish: string | null;
}

/** A new item is planned evenly over this many days before its end, where nothing says when it begins. */
const newItemDays = 60;

/**
 * The planned curve of a proposed plan, made from the one in force. In the order of their days the items share the
 * curve in force by their weights: an item is planned while the curve climbs through its own part. It keeps its pace;
 * where its day moved, its part moves with it; where its weight changed, its part counts for more or less. Items and
 * days that nobody touched therefore give the curve in force again, to the point. Own rule; a schedule that knows the
 * start and finish of its activities is imported with its own curve instead. Empty where nothing weighs.
 */
export function replanCurve(
  curve: PlanCurve,
  before: readonly PlannedItem[],
  after: readonly PlannedItem[],
): PlanPoint[] {
  const parts = splitCurve(before);
  const total = after.reduce((sum, item) => sum + item.weight, 0);
  if (total <= 0) return [];
  const shareAt = (item: PlannedItem, date: string): number => {
    const part = parts.get(item.code);
    if (!part || curve.length < 2) return readNewShare(item, date, curve[0]?.date ?? date);
    const moved = item.finish !== null && part.finish !== null ? countDays(part.finish, item.finish) : 0;
    const bp = readPlannedBp(curve, addDays(date, -moved));
    return Math.min(1, Math.max(0, (bp - part.from) / (part.to - part.from)));
  };
  const plannedAt = (date: string): number =>
    after.reduce((sum, item) => sum + (item.weight > 0 ? item.weight * shareAt(item, date) : 0), 0) / total;

  const dates = curve.map((point) => point.date);
  const first = dates[0] ?? findFirstDay(after);
  if (first === null) return [];
  if (dates.length === 0) dates.push(first);
  const points: PlanPoint[] = [{ date: first, plannedBp: 0 }];
  // Ten years of months after the last day end any plan that can be meant.
  const last = dates.at(-1) ?? first;
  for (let index = 1; index < dates.length + 120; index += 1) {
    const date = dates[index] ?? toMonthEnd(last, index - dates.length + 1);
    const share = plannedAt(date);
    points.push({ date, plannedBp: Math.round(share * 10_000) });
    if (share >= 1 - 1e-9) break;
  }
  return closeCurve(points);
}

/** Which part of the climb from 0 to 10000 each item has, in the order of their days. */
function splitCurve(items: readonly PlannedItem[]): Map<string, { from: number; to: number; finish: string | null }> {
  const weighing = items.filter((item) => item.weight > 0);
  weighing.sort((a, b) => (a.finish ?? '9999').localeCompare(b.finish ?? '9999') || a.code.localeCompare(b.code));
  const total = weighing.reduce((sum, item) => sum + item.weight, 0);
  const parts = new Map<string, { from: number; to: number; finish: string | null }>();
  let from = 0;
  for (const item of weighing) {
    const to = from + (item.weight / total) * 10_000;
    parts.set(item.code, { from, to, finish: item.finish });
    from = to;
  }
  return parts;
}

function readNewShare(item: PlannedItem, date: string, first: string): number {
  if (item.finish === null) return date > first ? 1 : 0;
  if (date >= item.finish) return 1;
  return Math.max(0, 1 - countDays(date, item.finish) / newItemDays);
}

function findFirstDay(items: readonly PlannedItem[]): string | null {
  const finishes = items.flatMap((item) => (item.weight > 0 && item.finish !== null ? [item.finish] : []));
  const earliest = finishes.sort()[0];
  return earliest === undefined ? null : toMonthEnd(addDays(earliest, -newItemDays), 0);
}

/** Ends at 10000 and never falls, whatever was rounded on the way. */
function closeCurve(points: PlanPoint[]): PlanPoint[] {
  let highest = 0;
  const rising = points.map((point) => ({ ...point, plannedBp: (highest = Math.max(highest, point.plannedBp)) }));
  return rising.map((point, index) => (index === rising.length - 1 ? { ...point, plannedBp: 10_000 } : point));
}
