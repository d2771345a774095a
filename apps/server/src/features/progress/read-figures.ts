import type { FiguresView, Provenance } from '@sitecast/contract';
import { computeFigures } from '@sitecast/progress';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import { readProgressBasis } from './read-progress.ts';

/** Cost figures, for investors and managers alone (AUD2): the one place that reads the table with money. */
export async function readFigures(db: Reader, project: string): Promise<FiguresView> {
  const row = await db.selectFrom('project').select('provenance').where('code', '=', project).executeTakeFirstOrThrow();
  const cost = await db
    .selectFrom('project_cost')
    .selectAll()
    .where('project', '=', project)
    .orderBy('counted_on', 'desc')
    .orderBy('seq', 'desc')
    .executeTakeFirst();
  const { plan, share, dataDate } = await readProgressBasis(db, project);
  const numbers = computeFigures({
    share,
    dataDate,
    plan: plan?.curve ?? [],
    budgetMinor: cost?.budget_minor ?? null,
    actualCostMinor: cost?.actual_cost_minor ?? null,
    actualCostDate: cost?.counted_on ?? null,
  });
  return { ...numbers, currency: 'KZT', provenance: readJson<Provenance>(cost?.provenance ?? row.provenance) };
}
