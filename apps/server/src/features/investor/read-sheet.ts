import type {
  CostEntryView,
  InvestorSheet,
  LocalText,
  ProjectStatus,
  Provenance,
  SheetRevision,
} from '@sitecast/contract';
import { computeProgress, countDays } from '@sitecast/progress';
import { toInstant } from '../../platform/clock.ts';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import { withoutMoney } from './figures.ts';
import { listSheetItems } from './list-sheet-items.ts';
import { listSheetPhases } from './list-sheet-phases.ts';
import type { InvestorParts } from './parts.ts';
import { readFigures } from './read-figures.ts';
import { readHistory } from './read-history.ts';

export type SheetParts = InvestorParts & {
  listCosts(db: Reader, project: string, day: string | null): Promise<CostEntryView[]>;
};

/** The sheet of one project as it stood on a day (null: as it stands); null where there is no such project. */
export function readSheet(
  parts: SheetParts,
  project: string,
  asked: { asOf: string | null; costs: boolean },
): Promise<InvestorSheet | null> {
  return parts.store.db.transaction().execute(async (db) => {
    const row = await db.selectFrom('project').selectAll().where('code', '=', project).executeTakeFirst();
    const read = await readFigures(db, parts, project, asked.asOf);
    if (!row || !read) return null;
    const { basis, figures } = read;
    const now = toInstant(parts.clock.now());
    const { dataDate, history, plan, share, calendar, structure } = basis;
    const all = asked.asOf === null ? history : ((await readHistory(db, [project], null)).get(project)?.points ?? []);
    const own = readJson<Provenance>(row.provenance);
    return {
      code: row.code,
      name: readJson<LocalText>(row.name),
      status: row.status as ProjectStatus,
      zone: row.zone,
      figures: asked.costs ? figures : withoutMoney(figures),
      progress: {
        ...computeProgress({ share, plan, history, dataDate, calendar }),
        calendar: structure.calendar,
        baselineRevision: basis.revision,
        receipt: await parts.readReceipt(db, {
          project,
          asOf: asked.asOf,
          items: basis.items,
          weightBasis: structure.weightBasis ?? row.weight_basis,
          weightSum: basis.weightSum,
        }),
        provenance: basis.provenance ?? own,
      },
      dataDates: all.map((point) => point.date),
      items: await listSheetItems(db, parts, { project, items: basis.items, asOf: asked.asOf }),
      phases: listSheetPhases(basis, asked.costs ? (figures.budgetMinor ?? null) : null),
      revisions: await listRevisions(db, project, basis.revision),
      corrections: history.flatMap((point) =>
        point.correctedFromBp === null
          ? []
          : [
              {
                dataDate: point.date,
                fromBp: point.correctedFromBp,
                toBp: point.percentBp,
                reason: point.correctionReason,
              },
            ],
      ),
      costs: asked.costs ? await parts.listCosts(db, project, dataDate ?? asked.asOf) : [],
      notices: await parts.listNotices(db, project, now),
      provenance: own,
      serverNow: now,
    };
  });
}

/** Every approved revision up to the one in force, oldest first, with how far it moved the planned finish. */
async function listRevisions(db: Reader, project: string, newest: number | null): Promise<SheetRevision[]> {
  const rows = await db
    .selectFrom('baseline_revision as base')
    .select(['base.revision', 'base.reason', 'base.approved_at', 'base.hash', 'base.provenance'])
    .select(['base.proposed_as', 'base.approved_as'])
    .select((eb) =>
      eb
        .selectFrom('plan_point as point')
        .select((point) => point.fn.min('point.date').as('date'))
        .whereRef('point.project', '=', 'base.project')
        .whereRef('point.revision', '=', 'base.revision')
        .where('point.planned_bp', '>=', 10_000)
        .as('finish'),
    )
    .where('base.project', '=', project)
    .where('base.revision', '<=', newest ?? 0)
    .orderBy('base.revision')
    .execute();
  return rows.map((row, index) => {
    const before = rows[index - 1]?.finish ?? null;
    return {
      revision: row.revision,
      reason: row.reason,
      proposedBy: row.proposed_as,
      approvedBy: row.approved_as,
      approvedAt: row.approved_at,
      hash: row.hash,
      plannedFinish: row.finish,
      daysMoved: before === null || row.finish === null ? null : countDays(before, row.finish),
      provenance: readJson<Provenance>(row.provenance),
    };
  });
}
