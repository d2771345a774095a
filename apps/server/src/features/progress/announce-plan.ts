import type { ProgressView } from '@sitecast/contract';
import { appendEvent } from '../../platform/event-log/append-event.ts';
import type { Tx } from '../../platform/store.ts';
import type { AnnounceReaders } from './announce-post.ts';
import { readProgress } from './read-progress.ts';

/** Tells every page what a new baseline revision changed: the numbers, and the milestones that are named. */
export async function announcePlan(
  tx: Tx,
  readers: AnnounceReaders,
  change: { project: string; items: readonly string[]; atMs: number },
): Promise<ProgressView> {
  const { project, atMs } = change;
  const about = { project, atMs };
  const progress = await readProgress(tx, project);
  const summary = await readers.readSummary(tx, project);
  const programme = await readers.readProgrammeRollUp(tx, project);
  const numbers = { progress, summary, programme };
  await appendEvent(tx, { ...about, audience: 'public', type: 'progress:updated', payload: numbers });
  for (const code of change.items) {
    const milestone = await readers.readMilestone(tx, project, code);
    await appendEvent(tx, { ...about, audience: 'public', type: 'milestone:posted', payload: { milestone } });
  }
  const figures = await readers.readFigures(tx, project);
  await appendEvent(tx, { ...about, audience: 'investor', type: 'figures:updated', payload: { figures } });
  return progress;
}
