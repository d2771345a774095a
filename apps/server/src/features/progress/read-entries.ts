import type { EntryView } from '@sitecast/contract';
import type { Reader } from '../../platform/store.ts';
import { listPending, toEntryView, type WaitingReaders } from './pending-entry.ts';
import { readPlan } from './plan.ts';

/** Of the posts that were decided, this many of the newest are shown beside those that wait. */
const decidedShown = 20;

/** The posts that wait for somebody, and those decided lately; newest first. For the people of the project (INV5). */
export async function readEntries(db: Reader, readers: WaitingReaders, project: string): Promise<EntryView[]> {
  const plan = await readPlan(db, project);
  const views = [];
  for (const pending of await listPending(db, project, decidedShown)) {
    views.push(await toEntryView(db, readers, pending, plan));
  }
  return views;
}
