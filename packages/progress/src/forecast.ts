import { compareSchedule, computeEarnedSchedule, findPlannedDuration, forecastDuration } from './earned-schedule.ts';
import { toMonthEnd } from './local-date.ts';
import { readPlannedAtPeriod, toDateOfPeriod, toPeriod } from './plan-curve.ts';
import type { PlanCurve } from './plan-curve.ts';
import type { WorkCalendar } from './work-calendar.ts';

export interface ScheduleForecast {
  /** Earned schedule and actual time, in periods of the plan. */
  es: number;
  at: number;
  pd: number;
  svT: number;
  spiT: number | null;
  /** Periods from the plan's start to the end as the work goes, PF = SPI(t). */
  duration: number | null;
  finish: string | null;
}

/** Beyond this a forecast is no date any more: at that pace the work has in effect stopped. */
const longestForecastPeriods = 1_200;

/** How long it takes if the rest goes at the pace so far. @param earnedBp exact, not rounded. */
export function forecastSchedule(
  curve: PlanCurve,
  dataDate: string,
  earnedBp: number,
  calendar?: WorkCalendar,
): ScheduleForecast {
  const plan = curve.map((point) => point.plannedBp);
  const pd = findPlannedDuration(plan, 10_000);
  const at = toPeriod(curve, dataDate, calendar);
  const es = computeEarnedSchedule(plan, earnedBp, 10_000);
  const { sv, spi } = compareSchedule(es, at);
  const raw = forecastDuration({ at, es, pd, factor: spi });
  const duration = raw !== null && raw <= longestForecastPeriods ? raw : null;
  return {
    es,
    at,
    pd,
    svT: sv,
    spiT: spi,
    duration,
    finish: duration === null ? null : toDateOfPeriod(curve, duration, calendar),
  };
}

export interface ForecastPoint {
  date: string;
  forecastBp: number;
}

/**
 * The plan's own shape at the pace so far, from the data date to the forecast finish at month ends: at time t it
 * stands where the plan stands at ES + (t − AT) · SPI(t). Empty where no finish can be forecast.
 */
export function drawForecast(
  curve: PlanCurve,
  dataDate: string,
  earnedBp: number,
  schedule: ScheduleForecast,
  calendar?: WorkCalendar,
): ForecastPoint[] {
  if (schedule.finish === null || schedule.spiT === null || earnedBp >= 10_000) return [];
  const points = [{ date: dataDate, forecastBp: Math.round(earnedBp) }];
  for (let date = toMonthEnd(dataDate); date < schedule.finish; date = toMonthEnd(date, 1)) {
    if (date <= dataDate) continue;
    const period = schedule.es + (toPeriod(curve, date, calendar) - schedule.at) * schedule.spiT;
    points.push({ date, forecastBp: Math.round(Math.max(earnedBp, readPlannedAtPeriod(curve, period))) });
  }
  if (schedule.finish > dataDate) points.push({ date: schedule.finish, forecastBp: 10_000 });
  return points;
}
