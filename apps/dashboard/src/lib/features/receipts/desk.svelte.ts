import { getContext, setContext } from 'svelte';
import type { ProjectReceipt } from '@sitecast/contract';
import type { NumberSlip } from './slip.ts';

/** Where the receipts of a page are opened: one dialog, whichever number was tapped. */
export interface Desk {
  readonly slip: NumberSlip | null;
  open(slip: NumberSlip): void;
  /** What stands behind a project's numbers; a project and day are asked for once per opening of the page. */
  read(project: string, asOf: string | null): Promise<ProjectReceipt>;
}

const key = Symbol('receipts');

export const dialogId = 'number-receipt';

/** For the page that shows the dialog. */
export function createDesk(): Desk {
  let slip = $state.raw<NumberSlip | null>(null);
  const kept = new Map<string, Promise<ProjectReceipt>>();
  const desk: Desk = {
    get slip() {
      return slip;
    },
    open(next) {
      slip = next;
      // What was posted meanwhile belongs in it: kept only while one and the same is open.
      kept.clear();
      const dialog = document.getElementById(dialogId);
      if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
    },
    read(project, asOf) {
      const address = `/api/projects/${project}/receipt${asOf === null ? '' : `?asOf=${asOf}`}`;
      const known = kept.get(address) ?? fetchReceipt(address);
      kept.set(address, known);
      return known;
    },
  };
  return setContext(key, desk);
}

/** null: this page has no receipts (a printed report, an offline snapshot). */
export const useDesk = (): Desk | null => getContext<Desk | undefined>(key) ?? null;

async function fetchReceipt(address: string): Promise<ProjectReceipt> {
  const response = await fetch(address, { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`the receipt was answered with ${response.status}`);
  return response.json() as Promise<ProjectReceipt>;
}
