import type { PlanItemView, PlanPhase, PlanView } from '@sitecast/contract';

/** What of a plan can be edited and is proposed whole. */
export interface PlanDraft {
  readonly items: readonly PlanItemView[];
  readonly phases: readonly PlanPhase[];
  readonly calendar: PlanView['calendar'];
  readonly weightBasis: PlanView['weightBasis'];
}

/** A plan being edited, with every step back and forth. Nothing of it leaves the device before it is proposed. */
export interface PlanHistory {
  readonly past: readonly PlanDraft[];
  readonly draft: PlanDraft;
  readonly future: readonly PlanDraft[];
}

/** More steps back than that nobody remembers. */
const keptSteps = 100;

export const toDraft = ({ items, phases, calendar, weightBasis }: PlanDraft): PlanDraft => ({
  items,
  phases,
  calendar,
  weightBasis,
});

export const openPlan = (draft: PlanDraft): PlanHistory => ({ past: [], draft, future: [] });

/** One more step; what was undone before it is gone. A step that changes nothing is none. */
export function editPlan(history: PlanHistory, change: Partial<PlanDraft>): PlanHistory {
  const draft = { ...history.draft, ...change };
  if (JSON.stringify(draft) === JSON.stringify(history.draft)) return history;
  return { past: [...history.past, history.draft].slice(-keptSteps), draft, future: [] };
}

export function undoEdit(history: PlanHistory): PlanHistory {
  const before = history.past.at(-1);
  if (!before) return history;
  return { past: history.past.slice(0, -1), draft: before, future: [history.draft, ...history.future] };
}

export function redoEdit(history: PlanHistory): PlanHistory {
  const [after, ...future] = history.future;
  if (!after) return history;
  return { past: [...history.past, history.draft], draft: after, future };
}

export const changeItem = (
  items: readonly PlanItemView[],
  code: string,
  change: Partial<PlanItemView>,
): PlanItemView[] => items.map((item) => (item.code === code ? { ...item, ...change } : item));

/** The first free code after those of the plan, in their manner: `M14` after `M13`. */
export function findFreeCode(taken: readonly { code: string }[], letter = 'M'): string {
  const numbers = taken.flatMap(({ code }) =>
    code.startsWith(letter) && /^\d+$/.test(code.slice(1)) ? [Number(code.slice(1))] : [],
  );
  const next = String(Math.max(0, ...numbers) + 1);
  return `${letter}${letter === 'M' ? next.padStart(2, '0') : next}`;
}

/** Codes of the items that a proposal would add or say otherwise than the plan in force. */
export function findChanged(before: readonly PlanItemView[], after: readonly PlanItemView[]): string[] {
  return after
    .filter((item) => JSON.stringify(before.find((one) => one.code === item.code)) !== JSON.stringify(item))
    .map((item) => item.code);
}

/** How many things a proposal would change: items, and phases, calendar and basis as one each. */
export function countChanges(before: PlanDraft, after: PlanDraft): number {
  const others = [
    [before.phases, after.phases],
    [before.calendar, after.calendar],
    [before.weightBasis, after.weightBasis],
  ];
  const moved = others.filter(([one, other]) => JSON.stringify(one) !== JSON.stringify(other)).length;
  return findChanged(before.items, after.items).length + moved;
}
