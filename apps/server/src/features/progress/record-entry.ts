import type { CorrectionReason, Measurement, MilestoneState } from '@sitecast/contract';
import { rollUp, toBasisPoints } from '@sitecast/progress';
import { toInstant } from '../../platform/clock.ts';
import type { Tx } from '../../platform/store.ts';
import { readLatestDataDate } from './latest-data-date.ts';
import { readPlan, toShare, toWeightedItem, type PlanItem } from './plan.ts';
import type { Approval } from './submission.ts';
import type { ProgressEntryTable } from './tables.ts';

/** One checked post on one item. */
export interface NewEntry {
  id: string;
  project: string;
  item: PlanItem;
  dataDate: string;
  /** null: a milestone without physical progress. */
  measurement: Measurement | null;
  correction: { reason: CorrectionReason; note: string } | null;
  /** The day it was reached; only a post that says so makes an item done. */
  actual: string | null;
  note: string | null;
  evidence: readonly string[];
  postedBy: string;
  postedAs: string;
  /** When it becomes public. */
  nowMs: number;
  /** Left out where its poster answers for it alone, at that moment. */
  approval?: Approval;
}

/** Appends a written entry to the ledger of its project, in the transaction that wrote it. */
export type SealEntry = (tx: Tx, project: string, entry: string) => Promise<void>;

/**
 * Writes the entry, where the item stands now, and what the project stands at, and seals all of it. Everything in the
 * caller's transaction. The project counts to the newest day of all entries: one that was approved late does not take
 * its data date back.
 */
export async function recordEntry(tx: Tx, sealEntry: SealEntry, entry: NewEntry): Promise<void> {
  const { item, project } = entry;
  const share = toShare(item, entry.measurement);
  const percentBp = share === null ? null : toBasisPoints(share);
  const publishedAt = toInstant(entry.nowMs);
  const postedAt = toInstant(entry.approval?.posted.atMs ?? entry.nowMs);
  const verified = entry.approval?.verified?.by ?? null;
  const approved = entry.approval?.approved?.by ?? null;
  const version = item.version + 1;
  const before = await readProjectPercent(tx, project);
  const state = toState(entry, percentBp);
  const row: ProgressEntryTable = {
    id: entry.id,
    project,
    item: item.code,
    version,
    data_date: entry.dataDate,
    method: item.method,
    measurement: entry.measurement && JSON.stringify(entry.measurement),
    percent_bp: percentBp,
    before: item.measurement && JSON.stringify(item.measurement),
    correction_reason: entry.correction?.reason ?? null,
    correction_note: entry.correction?.note ?? null,
    actual: entry.actual,
    note: entry.note,
    evidence: JSON.stringify(entry.evidence),
    posted_by: entry.postedBy,
    posted_as: entry.postedAs,
    posted_at: postedAt,
    verified_by: verified?.id ?? null,
    verified_as: verified?.role ?? null,
    approved_by: approved?.id ?? null,
    approved_as: approved?.role ?? null,
    published_at: publishedAt,
  };
  await tx.insertInto('progress_entry').values(row).execute();
  await tx
    .updateTable('item_state')
    .set({
      version,
      state,
      measurement: entry.measurement && JSON.stringify(entry.measurement),
      percent_bp: percentBp,
      data_date: entry.dataDate,
      note: entry.note,
      evidence: JSON.stringify(entry.evidence),
      posted_by: entry.postedAs,
      posted_at: postedAt,
      verified_as: verified?.role ?? null,
      approved_as: approved?.role ?? null,
      // A post that takes an item below 100 % again takes back that it was reached; the entries keep that it was.
      ...(state !== 'done' && { actual: null, reached_at: null }),
      ...(entry.actual !== null && { actual: entry.actual, reached_at: publishedAt }),
    })
    .where('project', '=', project)
    .where('code', '=', item.code)
    .execute();
  const now = await readProjectPercent(tx, project);
  if (now !== null && entry.measurement !== null) {
    const latest = await readLatestDataDate(tx, project);
    await tx
      .insertInto('percent_history')
      .values({
        project,
        data_date: latest !== null && latest > entry.dataDate ? latest : entry.dataDate,
        percent_bp: now.percentBp,
        baseline_revision: now.revision,
        entry: entry.id,
        corrected_from_bp: entry.correction && before ? before.percentBp : null,
        correction_reason: entry.correction?.reason ?? null,
      })
      .execute();
  }
  await sealEntry(tx, project, entry.id);
}

async function readProjectPercent(tx: Tx, project: string): Promise<{ percentBp: number; revision: number } | null> {
  const plan = await readPlan(tx, project);
  const share = plan && rollUp(plan.items.map(toWeightedItem), plan.revision).share;
  return plan && share && { percentBp: toBasisPoints(share), revision: plan.revision };
}

/** 100 % is finished work, not an accepted milestone: that takes a post of its own. */
function toState(entry: NewEntry, percentBp: number | null): MilestoneState {
  if (entry.actual !== null) return 'done';
  if (percentBp === 10_000) return entry.item.state === 'done' ? 'done' : 'awaiting-acceptance';
  const started = entry.measurement?.method === 'start-finish' && entry.measurement.started;
  return (percentBp ?? 0) > 0 || started ? 'in-progress' : 'planned';
}
