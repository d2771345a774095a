import { addDays, countDays, toMonthEnd } from './local-date.ts';
import type { WorkCalendar } from './work-calendar.ts';

/** What is planned at the end of a day. */
export interface PlanPoint {
  date: string;
  plannedBp: number;
}

/** Period ends of a baseline, first to last: the first is period 0 (0 %), the last is 100 %. */
export type PlanCurve = readonly PlanPoint[];

/** @throws RangeError where a curve does not rise from 0 to 10000 along rising days, or has fewer than two points. */
export function checkPlanCurve(curve: PlanCurve): void {
  if (curve.length < 2) throw new RangeError('a planned curve needs at least two points');
  if (curve[0]?.plannedBp !== 0) throw new RangeError('a planned curve starts at 0');
  if (curve.at(-1)?.plannedBp !== 10_000) throw new RangeError('a planned curve ends at 10000');
  for (const [index, point] of curve.entries()) {
    const before = curve[index - 1];
    if (!Number.isInteger(point.plannedBp)) throw new RangeError('planned percent is whole basis points');
    if (before && (point.date <= before.date || point.plannedBp < before.plannedBp)) {
      throw new RangeError('a planned curve never falls and its days rise');
    }
  }
}

/**
 * Planned basis points at the end of a day (so that the status day counts whole), linear between two period ends by
 * working day, or by day where no calendar is given. Not rounded. 0 before the first point, 10000 after the last.
 */
export function readPlannedBp(curve: PlanCurve, date: string, calendar?: WorkCalendar): number {
  return readPlannedAtPeriod(curve, toPeriod(curve, date, calendar));
}

/** Planned basis points at a position on the grid of periods, 1.5 being the middle of the second one. */
export function readPlannedAtPeriod(curve: PlanCurve, period: number): number {
  const index = Math.floor(period);
  const from = curve[index]?.plannedBp ?? 10_000;
  const to = curve[index + 1]?.plannedBp ?? from;
  return from + (to - from) * (period - index);
}

/**
 * Where a day lies on the grid of periods: by the working days of its period that are over, so that time passes as the
 * plan does. The grid goes on by calendar months after the last point.
 */
export function toPeriod(curve: PlanCurve, date: string, calendar?: WorkCalendar): number {
  let index = 0;
  while (dateAt(curve, index + 1) <= date) index += 1;
  const from = dateAt(curve, index);
  if (date <= from) return index;
  const next = dateAt(curve, index + 1);
  const worked = calendar?.countWorkDays(from, next) ?? 0;
  // A period in which nobody works passes by day.
  if (calendar && worked > 0) return index + calendar.countWorkDays(from, date) / worked;
  return index + countDays(from, date) / countDays(from, next);
}

/** The day at whose end a position on the grid is reached; a part of a day counts as the day. */
export function toDateOfPeriod(curve: PlanCurve, period: number, calendar?: WorkCalendar): string {
  const index = Math.floor(period);
  const from = dateAt(curve, index);
  const next = dateAt(curve, index + 1);
  const worked = calendar?.countWorkDays(from, next) ?? 0;
  // Less than a hundred-thousandth of a day is the float's noise, not work.
  const toWhole = (days: number): number => Math.ceil((period - index) * days - 1e-5);
  return calendar && worked > 0
    ? calendar.addWorkDays(from, toWhole(worked))
    : addDays(from, toWhole(countDays(from, next)));
}

/** The day the plan first reaches 100 %. */
export function findPlannedFinish(curve: PlanCurve): string | null {
  return curve.find((point) => point.plannedBp >= 10_000)?.date ?? null;
}

function dateAt(curve: PlanCurve, index: number): string {
  const point = curve[index];
  if (point) return point.date;
  const last = curve.at(-1);
  if (!last) throw new RangeError('a planned curve needs points');
  return toMonthEnd(last.date, index - curve.length + 1);
}
