import { fromDayCount, toDayCount } from '../text/day.ts';
import type { PlannedSpan } from './schedule-item.ts';

/** What is planned at the end of a day, in basis points. */
export interface CurvePoint {
  date: string;
  plannedBp: number;
}

/** Longer than any building takes; a plan beyond it has a wrong year in it. */
const maxMonths = 600;
/** How long before its first milestone a plan without start days begins. */
const leadDays = 30;

/** Working days up to and with a day; only differences mean anything. Without it every day is worked. */
export type WorkedUpTo = (day: number) => number;
const everyDay: WorkedUpTo = (day) => day;

/**
 * The planned curve: the weight of each span spread evenly over its working days, at the day before the first one, at
 * every end of a month and on the last day. null: nothing weighted has a date, or the plan is longer than 50 years.
 */
export function drawPlanCurve(spans: readonly PlannedSpan[], workedUpTo = everyDay): CurvePoint[] | null {
  const stretches = toStretches(spans, workedUpTo);
  const sum = stretches.reduce((all, one) => all + one.weight, 0);
  if (sum <= 0) return null;
  const first = stretches.reduce((day, one) => Math.min(day, one.from), Infinity) - 1;
  const last = stretches.reduce((day, one) => Math.max(day, one.to), -Infinity);
  const days = listDays(first, last);
  if (!days) return null;
  let before = 0;
  return days.map((day) => {
    const worked = workedUpTo(day);
    const earned = stretches.reduce((all, one) => all + one.weight * toFraction(one, day, worked), 0);
    const exact = day === first ? 0 : day === last ? 10_000 : Math.round((earned / sum) * 10_000);
    before = Math.max(before, Math.min(10_000, exact));
    return { date: fromDayCount(day), plannedBp: before };
  });
}

interface Stretch {
  /** First and last day, both whole. */
  from: number;
  to: number;
  weight: number;
  /** Working days before the first day, and those of the whole stretch. */
  workedBefore: number;
  workDays: number;
}

/** A span without a start begins where the milestone before it was planned to end. */
function toStretches(spans: readonly PlannedSpan[], workedUpTo: WorkedUpTo): Stretch[] {
  const ends = [...new Set(spans.map((span) => toDayCount(span.finish)))].sort((a, b) => a - b);
  const beginnings = new Map(ends.map((end, index) => [end, (ends[index - 1] ?? end - leadDays) + 1]));
  return spans.map((span) => {
    const to = toDayCount(span.finish);
    const from = span.start === null ? (beginnings.get(to) ?? to) : Math.min(to, toDayCount(span.start));
    const workedBefore = workedUpTo(from - 1);
    return { from, to, weight: span.weight, workedBefore, workDays: workedUpTo(to) - workedBefore };
  });
}

function toFraction({ from, to, workedBefore, workDays }: Stretch, day: number, worked: number): number {
  if (day >= to) return 1;
  if (day < from) return 0;
  return workDays > 0 ? (worked - workedBefore) / workDays : (day - from + 1) / (to - from + 1);
}

function listDays(first: number, last: number): number[] | null {
  const days = [first];
  const start = new Date(fromDayCount(first));
  for (let month = 1; month <= maxMonths + 1; month += 1) {
    const end = Math.round(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + month, 0) / 86_400_000);
    if (end >= last) return [...days, last];
    if (end > first) days.push(end);
  }
  return null;
}
