import type { InvestorFigures, Provenance } from '@sitecast/contract';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import { readManagerFinish, toFigures } from './figures.ts';
import type { InvestorParts } from './parts.ts';
import type { Basis } from './basis.ts';
import { readBasis } from './read-basis.ts';

export type FigureParts = Pick<InvestorParts, 'toShare' | 'readMoney' | 'readStructures' | 'plans' | 'standings'>;

/** A project's figures with money and what they were computed from; null where there is no such project. */
export async function readFigures(
  db: Reader,
  parts: FigureParts,
  project: string,
  asOf: string | null,
): Promise<{ figures: InvestorFigures; basis: Basis } | null> {
  const row = await db
    .selectFrom('project')
    .select(['code', 'zone', 'provenance'])
    .where('code', '=', project)
    .executeTakeFirst();
  if (!row) return null;
  const basis = (await readBasis(db, parts, [row], asOf)).get(project);
  if (!basis) return null;
  const byManager = asOf === null ? ((await readManagerFinish(db, [project])).get(project) ?? null) : null;
  const provenance = readJson<Provenance>(row.provenance);
  return { figures: toFigures(basis, { asOf, byManager, provenance, band: true }), basis };
}
