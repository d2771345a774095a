import type { ProjectSummary } from '@sitecast/contract';
import { fractionFromBp, rollUp, toBasisPoints } from '@sitecast/progress';

export interface ProjectsRollUp {
  percentBp: number | null;
  plannedBp: number | null;
  /** The oldest data date among them: the sum is not newer than its oldest part. */
  dataDate: string | null;
  /** How many projects have a percent; the roll-up speaks of these alone. */
  measuredProjects: number;
}

/** Programme ← district ← project, over the projects that are measured; null where none is. */
export function rollUpProjects(
  projects: readonly ProjectSummary[],
  weights: ReadonlyMap<string, number>,
): ProjectsRollUp {
  const measured = projects.filter((project) => project.percentBp !== null && project.status !== 'cancelled');
  const sum = (pick: (project: ProjectSummary) => number | null): number | null => {
    const items = measured.map((project) => {
      const bp = pick(project);
      return { weight: weights.get(project.code) ?? 0, share: bp === null ? null : fractionFromBp(bp) };
    });
    const { share } = rollUp(items);
    return share && toBasisPoints(share);
  };
  const isPlanned = measured.every((project) => project.plannedBp !== null);
  return {
    percentBp: sum((project) => project.percentBp),
    plannedBp: isPlanned ? sum((project) => project.plannedBp) : null,
    dataDate: measured.map((project) => project.dataDate ?? '').sort()[0] || null,
    measuredProjects: measured.length,
  };
}
