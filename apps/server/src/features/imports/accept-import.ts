import { Refusal, type MilestoneView, type ProgressView, type Provenance } from '@sitecast/contract';
import type { CurvePoint, ScheduleItem } from '@sitecast/schedule';
import { readJson } from '../../platform/json-column.ts';
import type { Tx } from '../../platform/store.ts';
import { readCurrentPlan } from './current-plan.ts';
import type { ImportRow } from './import-view.ts';
import { writeRevision } from './write-revision.ts';

/** What accepting needs of other features. */
export interface AcceptParts {
  readProgress(tx: Tx, project: string): Promise<ProgressView>;
  readPostProvenance(tx: Tx, day: string): Promise<Provenance>;
  /** Tells every audience what the new revision changed; of the milestones those that are named. */
  announce(tx: Tx, change: { project: string; items: readonly string[]; atMs: number }): Promise<ProgressView>;
  /** Appends the revision to the ledger of its project. */
  sealRevision(tx: Tx, project: string, revision: number): Promise<void>;
}

export interface Acceptance {
  readonly batch: ImportRow;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
  readonly today: string;
}

/** Events of one change beyond which pages are not told item by item: they see them when they are loaded next. */
const announcedItems = 100;

/** Makes the batch the next baseline revision. Everything or nothing: the caller's transaction. */
export async function acceptImport(tx: Tx, parts: AcceptParts, acceptance: Acceptance) {
  const { batch, reason, by, at, today } = acceptance;
  const { project } = batch;
  const current = await readCurrentPlan(tx, project);
  if (current.revision !== batch.based_on_revision) throw new Refusal('import.outdated');
  const before = (await parts.readProgress(tx, project)).percentBp;
  const revision = (current.revision ?? 0) + 1;
  const provenance = await parts.readPostProvenance(tx, today);
  const items = readJson<ScheduleItem[]>(batch.items);
  const curve = readJson<CurvePoint[]>(batch.curve);
  const touched = await writeRevision(tx, { project, revision, current, items, curve, reason, by, at, provenance });
  await tx.updateTable('project').set({ weight_basis: batch.weight_basis }).where('code', '=', project).execute();
  await annotatePercent(tx, parts, { project, revision, before });
  await tx
    .updateTable('import_batch')
    .set({ state: 'accepted', decided_by: by, decided_at: at, reason, revision })
    .where('id', '=', batch.id)
    .execute();
  await parts.sealRevision(tx, project, revision);
  const changed = findChanged(batch, touched);
  return parts.announce(tx, {
    project,
    items: changed.length <= announcedItems ? changed : [],
    atMs: Date.parse(at),
  });
}

/** The items that look different to anyone: not those which the file only repeats. */
function findChanged(batch: ImportRow, touched: readonly string[]): string[] {
  const { added, gone, changed } = readJson<Record<'added' | 'gone' | 'changed', Pick<MilestoneView, 'code'>[]>>(
    batch.difference,
  );
  const codes = new Set([...added, ...gone, ...changed].map((item) => item.code));
  return touched.filter((code) => codes.has(code));
}

/**
 * Other weights make another percent of the same work. The curve says so at the data date: what stood there before, and
 * that the scope was changed (domain.md 3.4, invariant 9).
 */
async function annotatePercent(
  tx: Tx,
  parts: AcceptParts,
  { project, revision, before }: { project: string; revision: number; before: number | null },
): Promise<void> {
  const last = await tx
    .selectFrom('percent_history')
    .select(['data_date', 'entry'])
    .where('project', '=', project)
    .orderBy('data_date', 'desc')
    .orderBy('seq', 'desc')
    .executeTakeFirst();
  const after = (await parts.readProgress(tx, project)).percentBp;
  if (!last || after === null || after === before) return;
  const falls = before !== null && after < before;
  await tx
    .insertInto('percent_history')
    .values({
      project,
      data_date: last.data_date,
      percent_bp: after,
      baseline_revision: revision,
      entry: last.entry,
      corrected_from_bp: falls ? before : null,
      correction_reason: falls ? 'scope' : null,
    })
    .execute();
}
