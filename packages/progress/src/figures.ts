import type { FiguresView } from '@sitecast/contract';
import { computeEarnedValue } from './earned-value.ts';
import { fractionFromBp, multiplyToInteger } from './fraction.ts';
import type { Fraction } from './fraction.ts';
import { readPlannedBp } from './plan-curve.ts';
import type { PlanCurve } from './plan-curve.ts';
import type { WorkCalendar } from './work-calendar.ts';

export type FiguresNumbers = Omit<FiguresView, 'provenance' | 'currency'>;

export interface FiguresInput {
  /** Whole minor units (tiyn), as all money here. */
  budgetMinor: number | null;
  actualCostMinor: number | null;
  /** The day the cost was counted at: a cost of another day than the work makes no index. */
  actualCostDate: string | null;
  share: Fraction | null;
  plan: PlanCurve;
  dataDate: string | null;
  calendar?: WorkCalendar | undefined;
}

/** Money at the data date. What rests on a missing number is null; money is rounded to whole minor units once. */
export function computeFigures(input: FiguresInput): FiguresNumbers {
  const { budgetMinor: bac, actualCostMinor: ac, share, plan, dataDate, calendar } = input;
  const pv = bac === null || dataDate === null || plan.length === 0 ? null : planMoney(bac, plan, dataDate, calendar);
  const ev = bac === null || share === null || dataDate === null ? null : multiplyToInteger(bac, share);
  const known = {
    dataDate,
    budgetMinor: bac,
    plannedValueMinor: pv,
    earnedValueMinor: ev,
    actualCostMinor: ac,
    actualCostDate: input.actualCostDate,
  };
  if (bac === null || ac === null || ev === null || input.actualCostDate !== dataDate) {
    return { ...known, cpi: null, estimateAtCompletionMinor: null, tcpi: null };
  }
  const index = computeEarnedValue({ pv: pv ?? 0, ev, ac, bac });
  return {
    ...known,
    cpi: index.cpi,
    estimateAtCompletionMinor: index.eacTypical === null ? null : Math.round(index.eacTypical),
    tcpi: index.tcpi,
  };
}

function planMoney(bac: number, plan: PlanCurve, dataDate: string, calendar?: WorkCalendar): number {
  const plannedBp = readPlannedBp(plan, dataDate, calendar);
  return Number.isInteger(plannedBp)
    ? multiplyToInteger(bac, fractionFromBp(plannedBp))
    : Math.round((bac * plannedBp) / 10_000);
}
