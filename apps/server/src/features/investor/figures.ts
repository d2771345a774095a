import type { FiguresView, FuzzyDate, InvestorFigures, Provenance } from '@sitecast/contract';
import { computeInvestorNumbers } from '@sitecast/progress';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import type { Basis } from './basis.ts';

/** Every figure of a project, each by the one function of `@sitecast/progress` that computes it (PCT4). */
export function toFigures(
  basis: Basis,
  about: { asOf: string | null; byManager: FuzzyDate | null; provenance: Provenance; band: boolean },
): InvestorFigures {
  const { money, share, plan, history, dataDate, calendar } = basis;
  const numbers = computeInvestorNumbers(
    {
      share,
      plan,
      history,
      dataDate,
      calendar,
      budgetMinor: money?.budgetMinor ?? null,
      actualCostMinor: money?.actualCostMinor ?? null,
      actualCostDate: money?.actualCostDate ?? null,
    },
    { band: about.band },
  );
  return {
    ...numbers,
    asOf: about.asOf,
    baselineRevision: basis.revision,
    costsShared: true,
    currency: 'KZT',
    paidMinor: money?.paidMinor ?? null,
    finishByManager: about.byManager,
    provenance: money?.provenance ?? basis.provenance ?? about.provenance,
  };
}

/** The same figures for who may not see money: made of what may be told, with every amount and what rests on one null. */
export function withoutMoney(figures: InvestorFigures): InvestorFigures {
  return {
    asOf: figures.asOf,
    dataDate: figures.dataDate,
    baselineRevision: figures.baselineRevision,
    costsShared: false,
    currency: 'KZT',
    provenance: figures.provenance,
    percentBp: figures.percentBp,
    plannedBp: figures.plannedBp,
    momentum30Bp: figures.momentum30Bp,
    spi: figures.spi,
    spiT: figures.spiT,
    earnedScheduleMonths: figures.earnedScheduleMonths,
    actualTimeMonths: figures.actualTimeMonths,
    plannedDurationMonths: figures.plannedDurationMonths,
    scheduleVarianceMonths: figures.scheduleVarianceMonths,
    forecastDurationMonths: figures.forecastDurationMonths,
    plannedFinish: figures.plannedFinish,
    finishByManager: figures.finishByManager,
    finishAsPlanned: figures.finishAsPlanned,
    finishBySpiT: figures.finishBySpiT,
    finishBand: figures.finishBand,
    budgetMinor: null,
    plannedValueMinor: null,
    earnedValueMinor: null,
    actualCostMinor: null,
    actualCostDate: null,
    paidMinor: null,
    scheduleVarianceMinor: null,
    costVarianceMinor: null,
    cpi: null,
    estimateAtCompletionMinor: null,
    estimateAtypicalMinor: null,
    estimateCombinedMinor: null,
    estimateToCompleteMinor: null,
    varianceAtCompletionMinor: null,
    tcpi: null,
    tcpiToEstimate: null,
    finishBySpiTCpi: null,
  };
}

/** What the event log carries to investors and managers. */
export function toFiguresView(figures: InvestorFigures): FiguresView {
  return {
    dataDate: figures.dataDate,
    currency: figures.currency,
    budgetMinor: figures.budgetMinor,
    plannedValueMinor: figures.plannedValueMinor,
    earnedValueMinor: figures.earnedValueMinor,
    actualCostMinor: figures.actualCostMinor,
    actualCostDate: figures.actualCostDate,
    cpi: figures.cpi,
    estimateAtCompletionMinor: figures.estimateAtCompletionMinor,
    tcpi: figures.tcpi,
    provenance: figures.provenance,
  };
}

/** The last of the manager's own forecasts of open items. They are not kept by day, so a past day has none. */
export async function readManagerFinish(db: Reader, projects: readonly string[]): Promise<Map<string, FuzzyDate>> {
  const found = new Map<string, FuzzyDate>();
  if (projects.length === 0) return found;
  const rows = await db
    .selectFrom('item_state')
    .select(['project', 'forecast'])
    .where('project', 'in', projects)
    .where('forecast', 'is not', null)
    .where('actual', 'is', null)
    .execute();
  for (const row of rows) {
    const forecast = readJson<FuzzyDate>(row.forecast);
    const last = found.get(row.project);
    if (forecast && (!last || forecast.to > last.to)) found.set(row.project, forecast);
  }
  return found;
}
