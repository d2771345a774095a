import { createFraction, greatestDivisor, multiplyFractions, zero } from './fraction.ts';
import type { Fraction } from './fraction.ts';
import { checkWeight } from './percent.ts';

export interface WeightedItem {
  /** Whole number on one basis (money, hours, agreed parts); never a printed, rounded percent. */
  weight: number;
  /** null: nothing was posted yet; it earns nothing and its weight counts. */
  share: Fraction | null;
  /** The approved baseline revision that took the item out; it counts until then. */
  cancelledFromRevision?: number | null;
}

export interface RollUp {
  /** Σ(w·p) ÷ Σw, exact. null where Σw is 0: undefined, not 0. */
  share: Fraction | null;
  weightSum: number;
}

/**
 * Weighted roll-up, normalised by the sum of weights. `revision` is the baseline revision in force. Shares of one
 * total are summed before they are brought together: thousands of items have few totals among them.
 */
export function rollUp(items: readonly WeightedItem[], revision = 1): RollUp {
  const earned = new Map<bigint, bigint>();
  let weightSum = 0n;
  for (const item of items) {
    if (isCancelled(item, revision)) continue;
    const weight = checkWeight(item.weight);
    weightSum += weight;
    if (item.share === null || weight === 0n) continue;
    const { numerator, denominator } = item.share;
    earned.set(denominator, (earned.get(denominator) ?? 0n) + weight * numerator);
  }
  const share = weightSum === 0n ? null : multiplyFractions(sumShares(earned), createFraction(1n, weightSum));
  return { share, weightSum: Number(weightSum) };
}

/** Past this many bits a common denominator costs more than it says. */
const exactBits = 2n ** 256n;

/**
 * Exact while the common denominator stays below 256 bits. Projects of many unlike totals go on in steps of 2⁻⁵¹²:
 * the sum is then off by less than the number of totals times that, far below a tiyn of any budget.
 */
function sumShares(byDenominator: ReadonlyMap<bigint, bigint>): Fraction {
  let exact = zero;
  let rest = 0n;
  for (const [denominator, numerator] of byDenominator) {
    // Only the denominators are brought together: reducing a sum of 256 bits at each step is most of the time.
    const alike = greatestDivisor(exact.denominator, denominator);
    const common = (exact.denominator / alike) * denominator;
    if (common < exactBits) {
      const sum = exact.numerator * (denominator / alike) + numerator * (exact.denominator / alike);
      exact = { numerator: sum, denominator: common };
    } else rest += (numerator << 512n) / denominator;
  }
  if (rest === 0n) return exact;
  return { numerator: (exact.numerator << 512n) / exact.denominator + rest, denominator: 1n << 512n };
}

function isCancelled(item: WeightedItem, revision: number): boolean {
  return item.cancelledFromRevision != null && item.cancelledFromRevision <= revision;
}
