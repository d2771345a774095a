import type { KnownHead } from '@sitecast/ledger';

/** What this browser saw at the last whole check of a project's ledger. */
export interface RememberedHead extends KnownHead {
  readonly key: string;
  /** When it was seen (UTC). */
  readonly at: string;
}

const slotOf = (project: string): string => `ledger:${project}`;

/** null: never seen, or the browser keeps nothing. */
export function recallHead(project: string): RememberedHead | null {
  try {
    const kept = JSON.parse(localStorage.getItem(slotOf(project)) ?? 'null') as Partial<RememberedHead> | null;
    const { n, hash, key, at } = kept ?? {};
    const isWhole =
      typeof n === 'number' && typeof hash === 'string' && typeof key === 'string' && typeof at === 'string';
    return isWhole ? { n, hash, key, at } : null;
  } catch {
    return null;
  }
}

/** Kept so that a history written anew is found at the next visit, even by the key's own holder. */
export function rememberHead(project: string, head: RememberedHead): void {
  try {
    localStorage.setItem(slotOf(project), JSON.stringify(head));
  } catch {
    // A browser that keeps nothing checks as at a first visit.
  }
}
