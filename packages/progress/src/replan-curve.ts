import { addDays, countDays, toMonthEnd } from './local-date.ts';
import { spread } from './phases.ts';
import { readPlannedBp, type PlanCurve, type PlanPoint } from './plan-curve.ts';
import type { WorkCalendar } from './work-calendar.ts';

/** An item as the plan in force has it: what it weighs, and the last day it is planned to end. */
export interface PlannedItem {
  code: string;
  /** 0 where it was cancelled. */
  weight: number;
  finish: string | null;
  /** First planned day; an item without one is planned by its part of the curve. */
  start?: string | null;
}

/** A new item is planned evenly over this many days before its end, where nothing says when it begins. */
const newItemDays = 60;

/**
 * The planned curve of a proposed plan, made from the one in force. In the order of their days the items share the
 * curve in force by their weights: an item is planned while the curve climbs through its own part. It keeps its pace;
 * where its day moved, its part moves with it; where its weight changed, its part counts for more or less. Items and
 * days that nobody touched therefore give the curve in force again, to the point. Own rule; a schedule that knows the
 * start and finish of its activities is imported with its own curve instead. Where everything that weighs has a first
 * and a last day, and the curve in force is the one these days draw, the proposed one is drawn from its days too, over
 * working days. Empty where nothing weighs.
 */
export function replanCurve(
  curve: PlanCurve,
  before: readonly PlannedItem[],
  after: readonly PlannedItem[],
  calendars: { before?: WorkCalendar | undefined; after?: WorkCalendar | undefined } = {},
): PlanPoint[] {
  if (isDrawn(curve, before, calendars.before)) {
    const drawn = drawItems(after, calendars.after);
    if (drawn) return drawn;
  }
  const parts = splitCurve(before);
  const total = after.reduce((sum, item) => sum + item.weight, 0);
  if (total <= 0) return [];
  const shareAt = (item: PlannedItem, date: string): number => {
    const part = parts.get(item.code);
    if (!part || curve.length < 2) return readNewShare(item, date, curve[0]?.date ?? date);
    const bp = readPlannedBp(curve, addDays(date, -readMoved(item, part)), calendars.before);
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
  const ends = after.flatMap((item) => {
    const part = parts.get(item.code);
    if (item.weight <= 0) return [];
    const day = part && curve.length >= 2 ? findDayOf(curve, part.to, calendars.before) : item.finish;
    return day === null ? [] : [part ? addDays(day, readMoved(item, part)) : day];
  });
  return closeCurve(endOnItsDay(points, ends.sort().at(-1) ?? null));
}

/** The last point on the day on which all is planned, not at the end of that month: days moved are said to the day. */
function endOnItsDay(points: PlanPoint[], day: string | null): PlanPoint[] {
  const end = points.at(-1);
  const before = points.at(-2);
  if (!end || !before || day === null || day <= before.date || day >= end.date) return points;
  return [...points.slice(0, -1), { ...end, date: day }];
}

/** The first day on which a curve is that far; its own last point for the whole, whatever day of the week that is. */
function findDayOf(curve: PlanCurve, bp: number, calendar: WorkCalendar | undefined): string | null {
  const first = curve[0]?.date;
  const whole = curve.find((point) => point.plannedBp >= 10_000)?.date;
  if (first === undefined || whole === undefined) return null;
  if (bp >= 10_000 - 1e-6) return whole;
  let [open, done] = [-1, countDays(first, whole)];
  while (done - open > 1) {
    const middle = (open + done) >> 1;
    if (readPlannedBp(curve, addDays(first, middle), calendar) >= bp - 1e-6) done = middle;
    else open = middle;
  }
  return addDays(first, done);
}

/** Whether a curve is, to a rounding, the one that the days of its items draw; so is a plan that begins with them. */
function isDrawn(curve: PlanCurve, items: readonly PlannedItem[], calendar: WorkCalendar | undefined): boolean {
  if (curve.length === 0) return true;
  const drawn = drawItems(items, calendar);
  return (
    drawn !== null &&
    drawn.length === curve.length &&
    drawn.every((point, index) => {
      const other = curve[index];
      return other !== undefined && other.date === point.date && Math.abs(other.plannedBp - point.plannedBp) <= 1;
    })
  );
}

/**
 * The curve that the first and last days of items draw: each spread evenly over its working days, at the day before the
 * first one, at every end of a month and on the last day. null where something that weighs has no such days.
 */
export function drawItems(items: readonly PlannedItem[], calendar?: WorkCalendar): PlanPoint[] | null {
  const spans = items.filter((item) => item.weight > 0);
  const total = spans.reduce((sum, item) => sum + item.weight, 0);
  const days = spans.flatMap(({ start, finish }) => (start != null && finish !== null ? [{ start, finish }] : []));
  if (total <= 0 || days.length < spans.length) return null;
  const first = addDays(days.map((span) => span.start).sort()[0] ?? '', -1);
  const last =
    days
      .map((span) => span.finish)
      .sort()
      .at(-1) ?? first;
  if (last <= first || countDays(first, last) > longestPlanDays) return null;
  const grid = [first];
  for (let month = 0; (grid.at(-1) ?? last) < last; month += 1) {
    const end = toMonthEnd(first, month);
    if (end > first) grid.push(end < last ? end : last);
  }
  const planned = (date: string): number =>
    spans.reduce((sum, item) => sum + item.weight * spread(item.start ?? '', item.finish ?? '', date, calendar), 0);
  const points = grid.map((date, index) => ({
    date,
    plannedBp: index === 0 ? 0 : Math.round((planned(date) / total) * 10_000),
  }));
  return closeCurve(points);
}

/** Longer than any building takes; a plan beyond it has a wrong year in it. */
const longestPlanDays = 18_300;

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

/** By how many days an item's end was moved. */
function readMoved(item: PlannedItem, part: { finish: string | null }): number {
  return item.finish !== null && part.finish !== null ? countDays(part.finish, item.finish) : 0;
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
