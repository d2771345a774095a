import { nameColumn } from '../column-names.ts';
import type { FaultList } from '../fault.ts';
import type { Plan, PlanActivity } from '../plan.ts';
import type { WeightBasis } from './schedule-item.ts';

/** Items weigh whole numbers; derived ones add up to this. It also keeps budgets out of public weights. */
const derivedSum = 10_000;

const measures: Record<WeightBasis, (activity: PlanActivity) => number> = {
  agreed: (activity) => activity.weight ?? 0,
  cost: (activity) => activity.budgetMinor ?? 0,
  hours: (activity) => activity.workMinutes ?? 0,
  duration: (activity) => (activity.kind === 'task' ? (activity.durationMinutes ?? 0) : 0),
};

/** The raw weight of every activity, in the order of the plan, and what it is made of. */
export function weighPlan(plan: Plan, faults: FaultList): { basis: WeightBasis; raw: number[] } {
  const { activities } = plan;
  const sum = (basis: WeightBasis): number => activities.reduce((all, one) => all + measures[basis](one), 0);
  const basis = hasAgreedWeights(plan)
    ? 'agreed'
    : (['cost', 'hours', 'duration'] as const).find((one) => sum(one) > 0);
  if (basis === undefined || sum(basis) <= 0) {
    if (activities.length > 0) faults.error('weights.zero', { field: nameColumn(plan.format, 'weight') });
    return { basis: basis ?? 'agreed', raw: activities.map(() => 0) };
  }
  if (basis !== 'agreed') faults.warn('weights.derived', { value: basis });
  else {
    const total = Math.round(sum('agreed') * 1_000) / 1_000;
    if (total !== 100) faults.warn('weights.sum', { value: String(total) });
  }
  return { basis, raw: activities.map(measures[basis]) };
}

/** P6 gives every activity the weight 1 until somebody sets one: equal weights were agreed by nobody. */
function hasAgreedWeights({ format, activities }: Plan): boolean {
  if (format === 'csv') return true;
  const weights = activities.flatMap((activity) => (activity.weight === null ? [] : [activity.weight]));
  return weights.some((weight) => weight !== weights[0]);
}

/** Whole weights in the proportions of `raw`: agreed whole ones as they are, others by the largest remainder. */
export function toWholeWeights(raw: readonly number[], basis: WeightBasis): number[] {
  const isWhole = raw.every((weight) => Number.isInteger(weight) && weight <= 1e6);
  const sum = raw.reduce((all, weight) => all + weight, 0);
  if (sum <= 0 || (basis === 'agreed' && isWhole)) return [...raw];
  const exact = raw.map((weight) => (weight / sum) * derivedSum);
  const whole = exact.map(Math.floor);
  let left = derivedSum - whole.reduce((all, weight) => all + weight, 0);
  const byRemainder = exact
    .map((weight, index) => ({ index, remainder: weight - Math.floor(weight) }))
    .toSorted((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder) {
    if (left <= 0) break;
    whole[index] = (whole[index] ?? 0) + 1;
    left -= 1;
  }
  return whole;
}
