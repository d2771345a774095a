import { openPlan, type PlanDraft, type PlanHistory } from './plan-history.ts';

/** The device's own storage, as far as it lets itself be used. */
type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const keyOf = (project: string, revision: number): string => `plan-draft:${project}:${revision}`;

/** The plan as it was being edited on this device against that revision; null where it was not, or cannot be read. */
export function readKeptDraft(store: Store, project: string, revision: number): PlanHistory | null {
  try {
    const kept = JSON.parse(store.getItem(keyOf(project, revision)) ?? 'null') as Partial<PlanHistory> | null;
    const draft = kept?.draft as Partial<PlanDraft> | undefined;
    if (!Array.isArray(draft?.items) || !Array.isArray(draft.phases)) return null;
    return { ...openPlan(draft as PlanDraft), past: kept?.past ?? [], future: kept?.future ?? [] };
  } catch {
    return null;
  }
}

/** Keeps every step, so that neither a reload nor a flat battery takes an hour of editing. */
export function keepDraft(store: Store, project: string, revision: number, history: PlanHistory): void {
  try {
    if (history.past.length === 0 && history.future.length === 0) store.removeItem(keyOf(project, revision));
    else store.setItem(keyOf(project, revision), JSON.stringify(history));
  } catch {
    // A full or forbidden storage keeps nothing; the page goes on with what it holds.
  }
}
