import type { InvestorFigures, RolledFigures } from '@sitecast/contract';
import { computeEarnedValue } from './earned-value.ts';
import { fractionFromBp, toBasisPoints } from './fraction.ts';
import { rollUp } from './roll-up.ts';

/** One project in a sum: what it weighs in the percent, and its own numbers. */
export interface RolledPart {
  weight: number;
  figures: Pick<
    InvestorFigures,
    | 'percentBp'
    | 'plannedBp'
    | 'dataDate'
    | 'budgetMinor'
    | 'plannedValueMinor'
    | 'earnedValueMinor'
    | 'actualCostMinor'
    | 'actualCostDate'
  >;
}

/**
 * District and programme from their projects. Percent is weighted by the agreed weights over the projects that are
 * measured; money is the sum over those that have all four amounts at their own data date, and says how many those are.
 */
export function rollUpFigures(parts: readonly RolledPart[]): RolledFigures {
  const measured = parts.filter(({ figures }) => figures.percentBp !== null);
  const weigh = (pick: (figures: RolledPart['figures']) => number | null): number | null => {
    const items = measured.map(({ weight, figures }) => {
      const bp = pick(figures);
      return { weight, share: bp === null ? null : fractionFromBp(bp) };
    });
    const { share } = rollUp(items);
    return share && toBasisPoints(share);
  };
  const isPlanned = measured.every(({ figures }) => figures.plannedBp !== null);
  const costed = measured.flatMap(({ figures }) => toAmounts(figures));
  const sum = (pick: (amounts: Amounts) => number): number | null =>
    costed.length === 0 ? null : costed.reduce((total, amounts) => total + pick(amounts), 0);
  const [bac, pv, ev, ac] = [sum((one) => one.bac), sum((one) => one.pv), sum((one) => one.ev), sum((one) => one.ac)];
  const value =
    bac === null || pv === null || ev === null || ac === null ? null : computeEarnedValue({ bac, pv, ev, ac });
  return {
    percentBp: weigh((figures) => figures.percentBp),
    plannedBp: isPlanned ? weigh((figures) => figures.plannedBp) : null,
    dataDate: measured.map(({ figures }) => figures.dataDate ?? '').sort()[0] || null,
    measuredProjects: measured.length,
    costedProjects: costed.length,
    budgetMinor: bac,
    plannedValueMinor: pv,
    earnedValueMinor: ev,
    actualCostMinor: ac,
    spi: value?.spi ?? null,
    cpi: value?.cpi ?? null,
    estimateAtCompletionMinor: value?.eacTypical == null ? null : Math.round(value.eacTypical),
  };
}

interface Amounts {
  bac: number;
  pv: number;
  ev: number;
  ac: number;
}

function toAmounts(figures: RolledPart['figures']): Amounts[] {
  const { budgetMinor: bac, plannedValueMinor: pv, earnedValueMinor: ev, actualCostMinor: ac } = figures;
  if (bac === null || pv === null || ev === null || ac === null) return [];
  return figures.actualCostDate === figures.dataDate ? [{ bac, pv, ev, ac }] : [];
}
