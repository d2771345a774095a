import type { ProgressView } from '@sitecast/contract';
import { drawForecast, forecastSchedule } from './forecast.ts';
import type { ScheduleForecast } from './forecast.ts';
import { compareFractions, one, toBasisPoints, toNumber } from './fraction.ts';
import type { Fraction } from './fraction.ts';
import { measureMomentumBp } from './history.ts';
import type { HistoryPoint } from './history.ts';
import { findPlannedFinish, readPlannedBp } from './plan-curve.ts';
import type { PlanCurve } from './plan-curve.ts';
import { drawSCurve } from './s-curve.ts';
import type { WorkCalendar } from './work-calendar.ts';

/** The numbers of a progress view; who posted them and where they come from is not maths. */
export type ProgressNumbers = Omit<ProgressView, 'receipt' | 'provenance' | 'baselineRevision' | 'phases' | 'calendar'>;

export interface ProgressInput {
  /** Roll-up of the items, exact; null where nothing carries weight. */
  share: Fraction | null;
  /** Empty where no baseline is approved. */
  plan: PlanCurve;
  /** Rising by date, one point per data date. */
  history: readonly HistoryPoint[];
  /** null: nothing was posted yet. */
  dataDate: string | null;
  /** Left out: every day is worked. */
  calendar?: WorkCalendar | undefined;
}

/** The numbers without the curve, for whoever lists many projects, with the schedule they rest on. */
export interface Standing {
  numbers: Omit<ProgressNumbers, 'curve'>;
  /** Exact, not rounded. */
  earnedBp: number;
  /** null where there is no plan, no data date, or nothing carries weight. */
  schedule: ScheduleForecast | null;
}

/** Every public number of a project at its data date. No data date, no number. */
export function computeProgress(input: ProgressInput): ProgressNumbers {
  const { plan, history, dataDate, calendar } = input;
  const { numbers, earnedBp, schedule } = computeStanding(input);
  if (numbers.plannedFinish === null) return { ...numbers, curve: [] };
  const forecast =
    schedule === null || dataDate === null ? [] : drawForecast(plan, dataDate, earnedBp, schedule, calendar);
  return { ...numbers, curve: drawSCurve(plan, history, forecast, calendar) };
}

/** Where a project stands on its data date, without the curve, which costs most: all that a row of a list needs. */
export function computeStanding({ share, plan, history, dataDate, calendar }: ProgressInput): Standing {
  const plannedFinish = findPlannedFinish(plan);
  if (dataDate === null || share === null || plannedFinish === null) {
    const measured = dataDate !== null && share !== null;
    const numbers = {
      ...noNumbers,
      dataDate,
      percentBp: measured ? toBasisPoints(share) : null,
      momentum30Bp: measured ? measureMomentumBp(history, dataDate) : null,
      plannedFinish,
    };
    return { numbers, earnedBp: 0, schedule: null };
  }
  const earnedBp = toNumber(share) * 10_000;
  const plannedBp = readPlannedBp(plan, dataDate, calendar);
  const schedule = forecastSchedule(plan, dataDate, earnedBp, calendar);
  const isComplete = compareFractions(share, one) >= 0;
  const numbers = {
    dataDate,
    percentBp: toBasisPoints(share),
    plannedBp: Math.round(plannedBp),
    momentum30Bp: measureMomentumBp(history, dataDate),
    spi: plannedBp > 0 ? earnedBp / plannedBp : null,
    spiT: schedule.spiT,
    earnedScheduleMonths: schedule.es,
    actualTimeMonths: schedule.at,
    plannedFinish,
    forecastFinish: isComplete ? findCompletion(history, dataDate) : schedule.finish,
  };
  return { numbers, earnedBp, schedule };
}

const noNumbers = {
  dataDate: null,
  percentBp: null,
  plannedBp: null,
  momentum30Bp: null,
  spi: null,
  spiT: null,
  earnedScheduleMonths: null,
  actualTimeMonths: null,
  plannedFinish: null,
  forecastFinish: null,
} as const;

/** A finished project's forecast is the day it was finished: the first data date since which it stands at 100 %. */
function findCompletion(history: readonly HistoryPoint[], dataDate: string): string {
  let since = dataDate;
  for (const point of history.toReversed()) {
    if (point.percentBp < 10_000) break;
    since = point.date;
  }
  return since;
}
