import type { CurvePoint } from '@sitecast/contract';
import type { ForecastPoint } from './forecast.ts';
import type { HistoryPoint } from './history.ts';
import { findPlannedFinish, readPlannedBp } from './plan-curve.ts';
import type { PlanCurve } from './plan-curve.ts';
import type { WorkCalendar } from './work-calendar.ts';

/**
 * The three lines of the S-curve over the union of their days. Planned ends at the planned finish; earned has a value
 * only where one was posted, never past the data date and never between two posts; forecast begins at the data date.
 */
export function drawSCurve(
  plan: PlanCurve,
  history: readonly HistoryPoint[],
  forecast: readonly ForecastPoint[],
  calendar?: WorkCalendar,
): CurvePoint[] {
  const earned = new Map(history.map((point) => [point.date, point]));
  const expected = new Map(forecast.map((point) => [point.date, point.forecastBp]));
  const end = findPlannedFinish(plan);
  const dates = new Set([...plan.map((point) => point.date), ...earned.keys(), ...expected.keys()]);
  return [...dates].sort().map((date) => {
    const posted = earned.get(date);
    return {
      date,
      plannedBp: end !== null && date <= end ? Math.round(readPlannedBp(plan, date, calendar)) : null,
      earnedBp: posted?.percentBp ?? null,
      forecastBp: expected.get(date) ?? null,
      correctedFromBp: posted?.correctedFromBp ?? null,
      correctionReason: posted?.correctionReason ?? null,
      ...(posted?.rebaselined !== undefined && { rebaselined: posted.rebaselined }),
    };
  });
}
