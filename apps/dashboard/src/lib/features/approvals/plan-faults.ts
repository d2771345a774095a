import { findAncestors } from '@sitecast/progress';
import { m } from '#lib/i18n/index.ts';
import type { PlanDraft } from './plan-history.ts';

/** What the server would refuse, said while it is being typed, in the reader's language. */
export function listPlanFaults({ items, phases }: PlanDraft): string[] {
  const faults: string[] = [];
  const counted = items.filter((item) => !item.cancelled);
  if (!counted.some((item) => item.weight > 0)) faults.push(m.plan_fault_weights());
  for (const code of listTwice([...items.map((item) => item.code)])) faults.push(m.plan_fault_duplicate({ code }));
  for (const code of listTwice(phases.map((phase) => phase.code))) faults.push(m.plan_fault_duplicate({ code }));
  for (const { code } of phases) if (liesInItself(phases, code)) faults.push(m.plan_fault_circle({ code }));
  for (const { code, weight, baseline, start, method, steps } of counted) {
    if (weight > 0 && baseline === null) faults.push(m.plan_fault_date({ code }));
    if (start && baseline && start > baseline.to) faults.push(m.plan_fault_start({ code }));
    if (method === 'time-ratio' && !start) faults.push(m.plan_fault_start_needed({ code }));
    if (method === 'none' && weight > 0) faults.push(m.plan_fault_none({ code }));
    if (method !== 'steps' && method !== 'weighted-units') continue;
    if (steps.reduce((sum, step) => sum + step.weight, 0) <= 0) faults.push(m.plan_fault_steps({ code }));
    if (method === 'weighted-units' && steps.some((step) => !(step.total && step.total > 0))) {
      faults.push(m.plan_fault_total({ code }));
    }
  }
  return faults;
}

const listTwice = (codes: readonly string[]): string[] => [
  ...new Set(codes.filter((code, index) => codes.indexOf(code) !== index)),
];

function liesInItself(phases: PlanDraft['phases'], code: string): boolean {
  let at = phases.find((phase) => phase.code === code)?.parent ?? null;
  for (let step = 0; at !== null && step <= phases.length; step += 1) {
    if (at === code) return true;
    const above: string | null = at;
    at = phases.find((phase) => phase.code === above)?.parent ?? null;
  }
  return false;
}

/** Phases that may stand above one: any that does not lie in it. */
export function listParents(phases: PlanDraft['phases'], code: string): PlanDraft['phases'] {
  try {
    const above = findAncestors(phases);
    return phases.filter((phase) => phase.code !== code && !above.get(phase.code)?.has(code));
  } catch {
    return phases.filter((phase) => phase.code !== code);
  }
}
