import type { ScheduleFault, ScheduleItem } from '@sitecast/schedule';
import type { CurrentItem, CurrentPlan } from './current-plan.ts';

/**
 * The items of a file as a revision may say them: how something was measured stays as it was, what was reached keeps the
 * day it was planned for. Says what of the file was left aside.
 */
export function settleItems(
  current: CurrentPlan,
  items: readonly ScheduleItem[],
): { items: ScheduleItem[]; kept: ScheduleFault[] } {
  const known = new Map(current.items.map((item) => [item.code, item]));
  const kept: ScheduleFault[] = [];
  const settled = items.map((item) => {
    const old = known.get(item.code);
    // A forecast is the pace's or its poster's to say, and no part of a baseline.
    const next = { ...item, forecast: null, method: toMeasurable(item, old) };
    if (old?.isMeasured) keepMethod(next, old, kept);
    if (old?.isDone) keepDay(next, old, kept);
    return next;
  });
  return { items: settled, kept };
}

/** What weighs must be something that can be earned; steps need something to reach. */
function toMeasurable(item: ScheduleItem, old: CurrentItem | undefined): string | null {
  const { method, weight } = item;
  const asIs = method ?? old?.method ?? null;
  if (asIs === 'none' && weight > 0) return 'start-finish';
  if (method === 'steps' && item.steps.length === 0 && old?.method !== 'steps') return 'estimate';
  return method;
}

function keepMethod(next: ScheduleItem, old: CurrentItem, kept: ScheduleFault[]): void {
  if (next.method !== null && next.method !== old.method) {
    kept.push({ code: 'method.kept', line: next.line, field: next.code, value: old.method });
  }
  next.method = null;
  next.unit = null;
  next.steps = [];
}

function keepDay(next: ScheduleItem, old: CurrentItem, kept: ScheduleFault[]): void {
  if (next.finish !== null && next.finish !== old.finish) {
    kept.push({ code: 'date.kept', line: next.line, field: next.code, value: old.finish });
  }
  next.finish = null;
  next.total = null;
}
