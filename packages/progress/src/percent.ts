import {
  addFractions,
  compareFractions,
  createFraction,
  divideNumbers,
  fractionFromBp,
  multiplyFractions,
  one,
  zero,
} from './fraction.ts';
import type { Fraction } from './fraction.ts';

/** What was counted, by the item's own method. The rules of credit are fixed before the work starts. */
export type MeasuredWork =
  | { method: 'units'; done: number; total: number }
  | { method: 'steps'; steps: readonly { weight: number; reached: boolean }[] }
  | { method: 'start-finish'; started: boolean; finished: boolean; startCreditBp: number }
  | { method: 'estimate'; percentBp: number }
  /** Money spent of money planned, in whole minor units: it measures spending. */
  | { method: 'cost-ratio'; spentMinor: number; budgetMinor: number }
  /** Working days that are over of those that are planned: it measures time. */
  | { method: 'time-ratio'; elapsedDays: number; totalDays: number }
  | { method: 'weighted-units'; parts: readonly { weight: number; done: number; total: number }[] }
  | { method: 'none' };

export interface MeasuredPercent {
  /** As counted: more than 1 where more was done than planned. null: this work has no percent. */
  raw: Fraction | null;
  /** What the roll-up earns: `raw`, at most 1. */
  share: Fraction | null;
  overrun: boolean;
}

/**
 * Percent of one item as an exact share. @throws RangeError for a total that is not positive, a negative count or a
 * percent outside 0–10000: such numbers are refused where they come in, never bent.
 */
export function measurePercent(work: MeasuredWork): MeasuredPercent {
  const raw = measureRaw(work);
  if (raw === null) return { raw, share: null, overrun: false };
  const overrun = compareFractions(raw, one) > 0;
  return { raw, share: overrun ? one : raw, overrun };
}

function measureRaw(work: MeasuredWork): Fraction | null {
  switch (work.method) {
    case 'units':
      return divideCount(work.done, work.total);
    case 'cost-ratio':
      return divideCount(work.spentMinor, work.budgetMinor);
    case 'time-ratio':
      return divideCount(work.elapsedDays, work.totalDays);
    case 'weighted-units':
      return weighParts(work.parts);
    case 'steps': {
      const sum = sumWeights(work.steps);
      if (sum === 0n) return null;
      return createFraction(sumWeights(work.steps.filter((step) => step.reached)), sum);
    }
    case 'start-finish':
      if (work.finished) return one;
      return work.started ? fractionFromBp(checkBasisPoints(work.startCreditBp)) : zero;
    case 'estimate':
      return fractionFromBp(checkBasisPoints(work.percentBp));
    case 'none':
      return null;
  }
}

/** done ÷ total. @throws RangeError for a total that is not positive or a negative count. */
function divideCount(done: number, total: number): Fraction {
  if (!(total > 0)) throw new RangeError('the total must be positive');
  if (!(done >= 0)) throw new RangeError('what is done must not be negative');
  return divideNumbers(done, total);
}

/**
 * Σ(w·done÷total) ÷ Σw over unlike quantities. Each earns at most its own weight: more pipe than planned is no cable.
 * An overrun of one part is told by the parts themselves. null where nothing weighs.
 */
function weighParts(parts: readonly { weight: number; done: number; total: number }[]): Fraction | null {
  const sum = sumWeights(parts);
  let earned = zero;
  for (const part of parts) {
    const share = divideCount(part.done, part.total);
    const counted = compareFractions(share, one) > 0 ? one : share;
    earned = addFractions(earned, multiplyFractions(createFraction(BigInt(part.weight), 1n), counted));
  }
  return sum === 0n ? null : multiplyFractions(earned, createFraction(1n, sum));
}

/** The shares a run of steps adds up to, first to last: the published table of rules of credit. */
export function accumulateSteps(steps: readonly { weight: number }[]): Fraction[] {
  const sum = sumWeights(steps);
  if (sum === 0n) return [];
  let reached = zero;
  return steps.map((step) => (reached = addFractions(reached, createFraction(BigInt(step.weight), sum))));
}

function sumWeights(steps: readonly { weight: number }[]): bigint {
  return steps.reduce((sum, step) => sum + checkWeight(step.weight), 0n);
}

/** A weight as a whole number. @throws RangeError where it is not one, or negative. */
export function checkWeight(weight: number): bigint {
  if (!Number.isSafeInteger(weight) || weight < 0) throw new RangeError('a weight must be a whole number from 0');
  return BigInt(weight);
}

function checkBasisPoints(value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > 10_000) throw new RangeError('a percent must be 0–10000 bp');
  return value;
}
