import { addFractions, createFraction, multiplyFractions, zero } from './fraction.ts';
import type { Fraction } from './fraction.ts';
import { checkWeight } from './percent.ts';

export interface WeightedItem {
  /** Whole number on one basis (money, hours, agreed parts); never a printed, rounded percent. */
  weight: number;
  /** null: nothing was posted yet; it earns nothing and its weight counts. */
  share: Fraction | null;
  /** The approved baseline revision that took the item out; it counts until then (domain.md 3.4). */
  cancelledFromRevision?: number | null;
}

export interface RollUp {
  /** Σ(w·p) ÷ Σw, exact. null where Σw is 0: undefined, not 0. */
  share: Fraction | null;
  weightSum: number;
}

/** Weighted roll-up, normalised by the sum of weights. `revision` is the baseline revision in force. */
export function rollUp(items: readonly WeightedItem[], revision = 1): RollUp {
  let earned = zero;
  let weightSum = 0n;
  for (const item of items) {
    if (isCancelled(item, revision)) continue;
    const weight = checkWeight(item.weight);
    weightSum += weight;
    if (item.share !== null) earned = addFractions(earned, multiplyFractions(createFraction(weight, 1n), item.share));
  }
  const share = weightSum === 0n ? null : multiplyFractions(earned, createFraction(1n, weightSum));
  return { share, weightSum: Number(weightSum) };
}

function isCancelled(item: WeightedItem, revision: number): boolean {
  return item.cancelledFromRevision != null && item.cancelledFromRevision <= revision;
}
