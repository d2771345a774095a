import type { CorrectionReason, Measurement } from '@sitecast/contract';
import type { Actor } from '../../platform/actor.ts';
import { appendAudit } from '../../platform/audit.ts';
import { readJson } from '../../platform/json-column.ts';
import type { Tx } from '../../platform/store.ts';
import { announcePost } from './announce-post.ts';
import { itemRefusal } from './item-refusals.ts';
import { readLatestDataDate } from './latest-data-date.ts';
import { readPlan, type PlanItem } from './plan.ts';
import type { PublishParts } from './publish-entry.ts';
import { recordEntry } from './record-entry.ts';

/** An item that is no longer reached, and why. */
export interface TakeBack {
  id: string;
  project: string;
  item: string;
  reason: CorrectionReason;
  note: string;
  by: Actor;
  nowMs: number;
  requestId: string;
}

/** Takes an item back to where it stood before it was reached: a correction like any other, seen by everyone. */
export async function takeBackReached(tx: Tx, parts: PublishParts, back: TakeBack): Promise<void> {
  const { project, by, nowMs, reason, note } = back;
  const plan = await readPlan(tx, project);
  const item = plan?.items.find((one) => one.code === back.item);
  if (!item) throw itemRefusal('item');
  const reached = await tx
    .selectFrom('progress_entry')
    .select(['before', 'data_date', 'evidence'])
    .where('project', '=', project)
    .where('item', '=', item.code)
    .where('actual', 'is not', null)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  const before = readJson<Measurement>(reached.before);
  await recordEntry(tx, parts.sealEntry, {
    id: back.id,
    project,
    // As work that may be whole and is not accepted any more.
    item: { ...item, state: 'awaiting-acceptance' },
    dataDate: (await readLatestDataDate(tx, project)) ?? reached.data_date,
    measurement: before ?? toNothing(item),
    correction: { reason, note },
    actual: null,
    note: null,
    evidence: readJson<string[]>(reached.evidence),
    postedBy: by.id,
    postedAs: by.role,
    nowMs,
  });
  await appendAudit(tx, {
    atMs: nowMs,
    actor: by.id,
    action: 'milestone.take-back',
    entity: 'item',
    entityId: `${project}/${item.code}`,
    requestId: back.requestId,
    detail: { entry: back.id, before: item.measurement, after: before, reason, note },
  });
  await announcePost(tx, parts, { project, item: item.code, atMs: nowMs });
}

/** None of the work, as this item counts it. */
function toNothing(item: PlanItem): Measurement | null {
  switch (item.method) {
    case 'units':
      return { method: 'units', done: 0, total: item.plannedTotal ?? 1 };
    case 'steps':
      return { method: 'steps', reached: [] };
    case 'start-finish':
      return { method: 'start-finish', started: false, finished: false };
    case 'estimate':
      return { method: 'estimate', percentBp: 0 };
    case 'weighted-units': {
      const parts = item.steps.map((step) => ({ code: step.code, done: 0, total: step.total ?? 1 }));
      return { method: 'weighted-units', parts };
    }
    case 'cost-ratio':
      return { method: 'cost-ratio', spentMinor: 0, budgetMinor: 1 };
    case 'time-ratio':
      return { method: 'time-ratio', elapsedDays: 0, totalDays: 1 };
    case 'none':
      return null;
  }
}
