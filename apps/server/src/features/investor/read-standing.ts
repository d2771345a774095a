import type { Provenance } from '@sitecast/contract';
import { computeProgress } from '@sitecast/progress';
import type { Reader } from '../../platform/store.ts';
import type { FigureParts } from './read-figures.ts';
import { readBasis, type ChosenProject } from './read-basis.ts';
import type { StoodItem } from './basis.ts';

/** The public numbers of a project as it stood, without money, with the items its percent is made of. */
export interface ProjectStanding {
  revision: number | null;
  dataDate: string | null;
  percentBp: number | null;
  plannedBp: number | null;
  weightSum: number;
  provenance: Provenance | null;
  items: readonly StoodItem[];
}

/** `asOf` null is the newest. */
export async function readStanding(
  db: Reader,
  parts: Pick<FigureParts, 'toShare' | 'readStructures' | 'plans' | 'standings'>,
  project: ChosenProject,
  asOf: string | null,
): Promise<ProjectStanding> {
  const noMoney = { ...parts, readMoney: () => Promise.resolve(new Map()) };
  const basis = (await readBasis(db, noMoney, [project], asOf)).get(project.code);
  if (!basis) throw new Error('a project that was asked for has no basis');
  const numbers = computeProgress(basis);
  return {
    revision: basis.revision,
    dataDate: basis.dataDate,
    percentBp: numbers.percentBp,
    plannedBp: numbers.plannedBp,
    weightSum: basis.weightSum,
    provenance: basis.provenance,
    items: basis.items,
  };
}
