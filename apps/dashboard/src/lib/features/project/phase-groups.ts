import type { MilestoneView, PhaseView } from '@sitecast/contract';

/** A phase with what lies in it directly; `depth` 0 at the top. */
export interface PhaseGroup {
  /** null: milestones that lie in no phase. */
  phase: PhaseView | null;
  depth: number;
  milestones: MilestoneView[];
}

/** The milestones by phase, in the order of the plan; phases within which nothing lies are left out. */
export function groupByPhase(milestones: readonly MilestoneView[], phases: readonly PhaseView[]): PhaseGroup[] {
  const known = new Map(phases.flatMap((phase) => (phase.code === null ? [] : [[phase.code, phase] as const])));
  const own = (code: string | null): MilestoneView[] =>
    milestones.filter((one) => (known.has(one.phase ?? '') ? one.phase : null) === code);
  const below = (parent: string | null, depth: number): PhaseGroup[] =>
    phases
      .filter((phase) => phase.code !== null && (known.has(phase.parent ?? '') ? phase.parent : null) === parent)
      .flatMap((phase) => {
        const groups = [{ phase, depth, milestones: own(phase.code) }, ...below(phase.code, depth + 1)];
        return groups.some((group) => group.milestones.length > 0) ? groups : [];
      });
  const rest = own(null);
  return [...below(null, 0), ...(rest.length > 0 ? [{ phase: null, depth: 0, milestones: rest }] : [])];
}
