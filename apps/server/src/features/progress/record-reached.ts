import type { Measurement } from '@sitecast/contract';
import type { Tx } from '../../platform/store.ts';
import { itemRefusal } from './item-refusals.ts';
import { readLatestDataDate } from './latest-data-date.ts';
import { readPlan, type PlanItem } from './plan.ts';
import { recordEntry, type NewEntry, type SealEntry } from './record-entry.ts';

export type ReachedPost = Omit<NewEntry, 'item' | 'dataDate' | 'measurement' | 'correction' | 'actual'> & {
  code: string;
  actual: string;
};

/**
 * Records that an item was reached: 100 % by its own method, at the day it happened or, where the project is already
 * counted further, at its data date. An item of method `none` earns nothing and moves no data date.
 */
export async function recordReached(tx: Tx, sealEntry: SealEntry, post: ReachedPost): Promise<void> {
  const { code, ...rest } = post;
  const plan = await readPlan(tx, post.project);
  const item = plan?.items.find((one) => one.code === code);
  if (!item) throw itemRefusal('code');
  const latest = await readLatestDataDate(tx, post.project);
  const dataDate = latest !== null && latest > post.actual ? latest : post.actual;
  await recordEntry(tx, sealEntry, { ...rest, item, dataDate, measurement: toWhole(item), correction: null });
}

/** All of the work, as this item counts it. Units that were overrun keep their count. */
export function toWhole(item: PlanItem): Measurement | null {
  switch (item.method) {
    case 'units': {
      const total = item.plannedTotal ?? 1;
      const now = item.measurement?.method === 'units' ? item.measurement : { done: total, total };
      return { method: 'units', done: Math.max(now.done, now.total), total: now.total };
    }
    case 'steps':
      return { method: 'steps', reached: item.steps.map((step) => step.code) };
    case 'start-finish':
      return { method: 'start-finish', started: true, finished: true };
    case 'estimate':
      return { method: 'estimate', percentBp: 10_000 };
    case 'weighted-units': {
      const now = item.measurement?.method === 'weighted-units' ? item.measurement.parts : [];
      const parts = item.steps.map((step) => {
        const counted = now.find((part) => part.code === step.code);
        const total = counted?.total ?? step.total ?? 1;
        return { code: step.code, done: Math.max(counted?.done ?? 0, total), total };
      });
      return { method: 'weighted-units', parts };
    }
    case 'cost-ratio': {
      // What is finished has cost what was spent on it; nothing is invented to fill the budget.
      const spent = item.measurement?.method === 'cost-ratio' ? item.measurement.spentMinor : 0;
      const whole = Math.max(1, spent);
      return { method: 'cost-ratio', spentMinor: whole, budgetMinor: whole };
    }
    case 'time-ratio': {
      const totalDays = item.measurement?.method === 'time-ratio' ? item.measurement.totalDays : 1;
      return { method: 'time-ratio', elapsedDays: totalDays, totalDays };
    }
    case 'none':
      return null;
  }
}
