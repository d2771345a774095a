import type { PlanItemView, PlanPhase } from '@sitecast/contract';
import { findAncestors } from '@sitecast/progress';

/** Phases are a tree: each is there once, in one that is there, none in itself, and every item lies in one of them or in none. */
export function checkPhases(
  phases: readonly PlanPhase[],
  items: readonly PlanItemView[],
): { field: string; message: string }[] {
  const faults = phases.flatMap(({ code }, index) =>
    phases.findIndex((one) => one.code === code) === index
      ? []
      : [{ field: `phases.${index}.code`, message: 'is there twice' }],
  );
  const message = findCircle(phases);
  if (message !== null) faults.push({ field: 'phases', message });
  const codes = new Set(phases.map((phase) => phase.code));
  for (const [index, { phase = null }] of items.entries()) {
    if (phase === null || codes.has(phase)) continue;
    faults.push({ field: `items.${index}.phase`, message: `is ${phase}, which is no phase of the plan` });
  }
  return faults;
}

function findCircle(phases: readonly PlanPhase[]): string | null {
  try {
    findAncestors(phases);
    return null;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}
