import type { InvestorFigures } from '@sitecast/contract';
import { computeEarnedValue, computeTcpi } from './earned-value.ts';
import { forecastDuration } from './earned-schedule.ts';
import { computeFigures, type FiguresInput } from './figures.ts';
import { simulateFinish } from './finish-band.ts';
import { compareFractions, one } from './fraction.ts';
import { toDateOfPeriod } from './plan-curve.ts';
import { computeStanding, type ProgressInput } from './progress-numbers.ts';

/** What the numbers of an investor's sheet are; who may see them and where they come from is not maths. */
export type InvestorNumbers = Omit<
  InvestorFigures,
  'asOf' | 'baselineRevision' | 'costsShared' | 'finishByManager' | 'paidMinor' | 'currency' | 'provenance'
>;

export type InvestorInput = ProgressInput & FiguresInput;

/** A forecast further away is no date any more. */
const longestForecastPeriods = 1_200;

/**
 * Every index and forecast of a project at its data date, each by the one function that computes it. `band: false`
 * leaves the simulation out, for lists of many projects.
 */
export function computeInvestorNumbers(input: InvestorInput, { band }: { band: boolean }): InvestorNumbers {
  const figures = computeFigures(input);
  const { numbers, earnedBp, schedule } = computeStanding(input);
  const { budgetMinor: bac, plannedValueMinor: pv, earnedValueMinor: ev, dataDate } = figures;
  // A cost of another day than the work makes no index.
  const ac = figures.actualCostDate === dataDate ? figures.actualCostMinor : null;
  const value = bac === null || ev === null || ac === null ? null : computeEarnedValue({ pv: pv ?? 0, ev, ac, bac });
  const end = (factor: number | null): string | null => {
    if (schedule === null || input.plan.length === 0) return null;
    const periods = forecastDuration({ at: schedule.at, es: schedule.es, pd: schedule.pd, factor });
    return periods === null || periods > longestForecastPeriods
      ? null
      : toDateOfPeriod(input.plan, periods, input.calendar);
  };
  const spiT = schedule?.spiT ?? null;
  const isDone = schedule !== null && input.share !== null && compareFractions(input.share, one) >= 0;
  const finish = (factor: number | null): string | null => (isDone ? numbers.forecastFinish : end(factor));
  const eac = value?.eacTypical ?? null;
  return {
    ...figures,
    percentBp: numbers.percentBp,
    plannedBp: numbers.plannedBp,
    momentum30Bp: numbers.momentum30Bp,
    spi: numbers.spi,
    scheduleVarianceMinor: pv === null || ev === null ? null : ev - pv,
    costVarianceMinor: value === null ? null : value.cv,
    estimateAtypicalMinor: value === null ? null : Math.round(value.eacAtypical),
    estimateCombinedMinor: pv === null ? null : toMinor(value?.eacCombined ?? null),
    estimateToCompleteMinor: toMinor(value?.etc ?? null),
    varianceAtCompletionMinor: toMinor(value?.vac ?? null),
    tcpiToEstimate:
      bac === null || ev === null || ac === null || eac === null ? null : computeTcpi({ bac, ev, ac, target: eac }),
    earnedScheduleMonths: numbers.earnedScheduleMonths,
    actualTimeMonths: numbers.actualTimeMonths,
    plannedDurationMonths: schedule?.pd ?? null,
    scheduleVarianceMonths: schedule?.svT ?? null,
    spiT,
    forecastDurationMonths: schedule?.duration ?? null,
    plannedFinish: numbers.plannedFinish,
    finishAsPlanned: finish(1),
    finishBySpiT: finish(spiT),
    finishBySpiTCpi: finish(spiT === null || figures.cpi === null ? null : spiT * figures.cpi),
    finishBand: band && schedule !== null ? simulateFinish(input.plan, input.history, earnedBp, input.calendar) : null,
  };
}

function toMinor(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}
