import type { PlanItemView } from '@sitecast/contract';

/** A plan being edited, with every step back and forth. Nothing of it leaves the page before it is proposed. */
export interface PlanHistory {
  readonly past: readonly (readonly PlanItemView[])[];
  readonly items: readonly PlanItemView[];
  readonly future: readonly (readonly PlanItemView[])[];
}

export const openPlan = (items: readonly PlanItemView[]): PlanHistory => ({ past: [], items, future: [] });

/** One more step; what was undone before it is gone. A step that changes nothing is none. */
export function editPlan(history: PlanHistory, items: readonly PlanItemView[]): PlanHistory {
  if (JSON.stringify(items) === JSON.stringify(history.items)) return history;
  return { past: [...history.past, history.items], items, future: [] };
}

export function undoEdit(history: PlanHistory): PlanHistory {
  const before = history.past.at(-1);
  if (!before) return history;
  return { past: history.past.slice(0, -1), items: before, future: [history.items, ...history.future] };
}

export function redoEdit(history: PlanHistory): PlanHistory {
  const [after, ...future] = history.future;
  if (!after) return history;
  return { past: [...history.past, history.items], items: after, future };
}

export const changeItem = (
  items: readonly PlanItemView[],
  code: string,
  change: Partial<PlanItemView>,
): PlanItemView[] => items.map((item) => (item.code === code ? { ...item, ...change } : item));

/** The first free code after those of the plan, in their manner: `M14` after `M13`. */
export function findFreeCode(items: readonly PlanItemView[]): string {
  const numbers = items.flatMap((item) => {
    const number = /^M(\d+)$/.exec(item.code)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
  return `M${String(Math.max(0, ...numbers) + 1).padStart(2, '0')}`;
}

/** Codes of the items that a proposal would add or say otherwise than the plan in force. */
export function findChanged(before: readonly PlanItemView[], after: readonly PlanItemView[]): string[] {
  return after
    .filter((item) => JSON.stringify(before.find((one) => one.code === item.code)) !== JSON.stringify(item))
    .map((item) => item.code);
}
