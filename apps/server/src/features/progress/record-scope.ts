import type { Tx } from '../../platform/store.ts';
import type { Step } from '../../platform/actor.ts';
import { readLatestDataDate } from './latest-data-date.ts';
import { readPlan } from './plan.ts';
import { recordEntry, type SealEntry } from './record-entry.ts';

/** The plan speaks of more or less of the same units from now on. */
export interface ScopeChange {
  readonly id: string;
  readonly project: string;
  readonly code: string;
  readonly total: number;
  readonly reason: string;
  readonly proposed: Step;
  readonly approved: Step;
  readonly nowMs: number;
}

/** 50 of 100 is 50 of 125 where the revision in force says 125: kept as a correction of scope, nothing undone. */
export async function recordScope(tx: Tx, sealEntry: SealEntry, change: ScopeChange): Promise<void> {
  const { id, project, code, total, reason, proposed, approved, nowMs } = change;
  const item = (await readPlan(tx, project))?.items.find((one) => one.code === code);
  const dataDate = await readLatestDataDate(tx, project);
  if (item?.measurement?.method !== 'units' || dataDate === null) return;
  await recordEntry(tx, sealEntry, {
    id,
    project,
    item,
    dataDate,
    measurement: { ...item.measurement, total },
    correction: { reason: 'scope', note: reason },
    actual: null,
    note: null,
    evidence: [],
    postedBy: proposed.by.id,
    postedAs: proposed.by.role,
    nowMs,
    approval: { posted: proposed, verified: null, approved },
  });
}
