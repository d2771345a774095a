import { Refusal, type PlanItemView, type PlanPhase } from '@sitecast/contract';
import { checkPhases } from './check-phases.ts';
import type { StandingItem, StandingPlan } from './plan-content.ts';

/**
 * What a plan may say: every item of the plan in force is still in it (cancelled, not removed), something weighs
 * (invariant 8), and what was measured stays measured as it was. @throws Refusal naming each bad field
 */
export function checkProposal(
  standing: StandingPlan,
  { items, phases }: { items: readonly PlanItemView[]; phases: readonly PlanPhase[] },
): void {
  const faults = items.flatMap((item, index) => {
    const before = standing.items.find((one) => one.code === item.code);
    const own = [
      ...(items.findIndex((one) => one.code === item.code) === index ? [] : [fault('code', 'is there twice')]),
      ...checkItem(item),
      ...checkMeasure(item),
      ...(before ? checkStanding(before, item) : []),
    ];
    return own.map(({ field, message }) => ({ field: `items.${index}.${field}`, message }));
  });
  faults.push(...checkPhases(phases, items));
  const gone = standing.items.filter((item) => !items.some((one) => one.code === item.code));
  if (gone.length > 0) {
    faults.push(fault('items', `lack ${gone.map((item) => item.code).join(', ')}: an item is cancelled, not removed`));
  }
  if (!items.some((item) => !item.cancelled && item.weight > 0)) faults.push(fault('items', 'weigh nothing together'));
  if (!items.some((item) => !item.cancelled && item.weight > 0 && item.baseline)) {
    faults.push(fault('items', 'have no date that a plan could end at'));
  }
  if (faults.length > 0) throw new Refusal('baseline.invalid', { fields: faults });
}

function checkItem(item: PlanItemView): { field: string; message: string }[] {
  const faults = [];
  if (item.method === 'none' && item.weight > 0 && !item.cancelled) {
    faults.push(fault('weight', 'is 0 for a milestone without physical progress: it could never be earned'));
  }
  const { start = null, baseline } = item;
  if (start !== null && baseline === null) faults.push(fault('baseline', 'is needed where the first day is said'));
  if (start !== null && baseline !== null && start > baseline.to)
    faults.push(fault('start', 'lies after the last day'));
  if (item.method === 'time-ratio' && !item.cancelled && start === null) {
    faults.push(fault('start', 'is needed to count time from'));
  }
  if (item.method !== 'units' && item.total !== null) faults.push(fault('total', 'belongs to the method of units'));
  if (!item.cancelled && item.weight > 0 && item.baseline === null) faults.push(fault('baseline', 'is needed'));
  return faults;
}

/** What the method of an item needs, and what belongs to no other method. */
function checkMeasure(item: PlanItemView): { field: string; message: string }[] {
  const faults = [];
  const isQuantities = item.method === 'weighted-units';
  if (item.method === 'steps' || isQuantities) {
    const sum = item.steps.reduce((total, step) => total + step.weight, 0);
    if (sum <= 0) faults.push(fault('steps', 'weigh nothing together'));
    const codes = new Set(item.steps.map((step) => step.code));
    if (codes.size < item.steps.length) faults.push(fault('steps', 'hold a code twice'));
  } else if (item.steps.length > 0) faults.push(fault('steps', 'belong to the methods of steps and of weighted units'));
  for (const [index, step] of item.steps.entries()) {
    if (isQuantities && step.total === undefined) faults.push(fault(`steps.${index}.total`, 'is needed'));
    if (!isQuantities && step.total !== undefined) {
      faults.push(fault(`steps.${index}.total`, 'belongs to the method of weighted units'));
    }
  }
  if (item.startCreditBp !== undefined && item.method !== 'start-finish') {
    faults.push(fault('startCreditBp', 'belongs to the method of start and finish'));
  }
  return faults;
}

/** The rules of credit are fixed before the work starts; a date that was reached is not planned anew. */
function checkStanding(before: StandingItem, item: PlanItemView): { field: string; message: string }[] {
  const faults = [];
  const isDone = before.state === 'done';
  if (before.measurement !== null) {
    if (item.method !== before.method) faults.push(fault('method', 'stays: progress was measured by it'));
    if (item.unit !== before.unit) faults.push(fault('unit', 'stays: progress was measured in it'));
    if (JSON.stringify(toRules(item)) !== JSON.stringify(toRules(before))) {
      faults.push(fault('steps', 'stay: progress was measured by them'));
    }
    if (item.method === 'start-finish' && (item.startCreditBp ?? before.startCreditBp) !== before.startCreditBp) {
      faults.push(fault('startCreditBp', 'stays: progress was measured by it'));
    }
  }
  if (isDone && item.total !== null && item.total !== before.total)
    faults.push(fault('total', 'stays: the milestone is reached'));
  if (isDone && JSON.stringify(item.baseline) !== JSON.stringify(before.baseline)) {
    faults.push(fault('baseline', 'stays: the milestone is reached'));
  }
  return faults;
}

const toRules = (item: PlanItemView) =>
  item.steps.map((step) => [step.code, step.weight, step.unit ?? null, step.total ?? null]);
const fault = (field: string, message: string): { field: string; message: string } => ({ field, message });
