import type { SheetPhase } from '@sitecast/contract';
import { computePhases, createFraction, multiplyFractions, multiplyToInteger } from '@sitecast/progress';
import type { Basis } from './basis.ts';

/**
 * The phases of a plan as they stood, each by the project's own roll-up. Its money is its part of the budget by its weights;
 * `budgetMinor` null leaves every amount out.
 */
export function listSheetPhases(basis: Basis, budgetMinor: number | null): SheetPhase[] {
  const { structure, plan, dataDate, calendar, weightSum } = basis;
  if (structure.phases.length === 0) return [];
  const said = new Map(structure.phases.map((phase) => [phase.code, phase]));
  const items = basis.items.map((item) => ({
    code: item.code,
    phase: item.phase,
    weight: item.cancelled ? 0 : item.weight,
    share: item.share,
    start: item.start,
    finish: item.baseline?.to ?? null,
  }));
  const numbers = computePhases({ phases: structure.phases, items, plan, dataDate, calendar });
  return numbers.map((phase) => {
    const { parent = null, title = null } = said.get(phase.code ?? '') ?? {};
    const part = (bp: number | null): number | null =>
      budgetMinor === null || bp === null || weightSum === 0
        ? null
        : multiplyToInteger(
            budgetMinor,
            multiplyFractions(
              createFraction(BigInt(phase.weight), BigInt(weightSum)),
              createFraction(BigInt(bp), 10_000n),
            ),
          );
    return {
      ...phase,
      parent,
      title,
      plannedValueMinor: part(phase.plannedBp),
      earnedValueMinor: part(phase.percentBp),
    };
  });
}
