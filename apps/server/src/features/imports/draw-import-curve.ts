import { createWorkCalendar, replanCurve, type PlannedItem, type WorkCalendar } from '@sitecast/progress';
import type { PlanItemView, WorkCalendarView } from '@sitecast/contract';
import type { CurvePoint, ScheduleItem } from '@sitecast/schedule';
import type { CurrentPlan } from './current-plan.ts';
import type { Reading } from './reading.ts';
import { toPlan } from './to-plan.ts';

/**
 * The planned curve a file stands for. One that knows the first day of all its work brings its own; one that knows last days
 * alone, as our own template does, moves the curve in force by what it changes: what it repeats stays to the point.
 */
export function drawImportCurve(
  current: CurrentPlan,
  reading: Pick<Reading, 'curve' | 'calendar'>,
  items: readonly ScheduleItem[],
): CurvePoint[] {
  const bringsOwn = items.every((item) => item.weight === 0 || item.start !== null);
  if (bringsOwn || current.curve.length < 2) return reading.curve;
  const before = toPlan(
    current,
    current.items.filter((item) => item.isPlanned && !item.isCancelled),
  );
  const calendars = { before: open(current.calendar), after: open(reading.calendar ?? current.calendar) };
  const moved = replanCurve(current.curve, before.map(toPlanned), toPlan(current, items).map(toPlanned), calendars);
  return moved.length < 2 ? reading.curve : moved;
}

function toPlanned({ code, weight, cancelled, baseline, start = null }: PlanItemView): PlannedItem {
  return { code, weight: cancelled ? 0 : weight, finish: baseline?.to ?? null, start };
}

function open(calendar: WorkCalendarView | null): WorkCalendar | undefined {
  return calendar ? createWorkCalendar(calendar) : undefined;
}
