import type { FiguresView, MilestoneView, ProgrammeRollUp, ProgressView, ProjectSummary } from '@sitecast/contract';
import { appendEvent } from '../../platform/event-log/append-event.ts';
import type { Tx } from '../../platform/store.ts';
import { readProgress } from './read-progress.ts';

/** Read models of other features that an announcement carries. */
export interface AnnounceReaders {
  readMilestone(tx: Tx, project: string, code: string): Promise<MilestoneView>;
  readSummary(tx: Tx, project: string): Promise<ProjectSummary>;
  readProgrammeRollUp(tx: Tx, project: string): Promise<ProgrammeRollUp>;
  /** Money, for investors and managers alone. */
  readFigures(tx: Tx, project: string): Promise<FiguresView>;
}

/** Tells every audience what a post changed, each in its own words, in the transaction of the post. */
export async function announcePost(
  tx: Tx,
  readers: AnnounceReaders,
  post: { project: string; item: string; atMs: number },
): Promise<{ progress: ProgressView; milestone: MilestoneView }> {
  const { project, atMs } = post;
  const milestone = await readers.readMilestone(tx, project, post.item);
  const progress = await announceProgress(tx, readers, { project, atMs });
  await appendEvent(tx, { project, atMs, audience: 'public', type: 'milestone:posted', payload: { milestone } });
  await announceFigures(tx, readers, { project, atMs });
  return { progress, milestone };
}

/** Tells every audience the numbers of a project that something else than a post moved. */
export async function announceNumbers(
  tx: Tx,
  readers: AnnounceReaders,
  about: { project: string; atMs: number },
): Promise<void> {
  await announceProgress(tx, readers, about);
  await announceFigures(tx, readers, about);
}

async function announceProgress(
  tx: Tx,
  readers: AnnounceReaders,
  about: { project: string; atMs: number },
): Promise<ProgressView> {
  const { project, atMs } = about;
  const progress = await readProgress(tx, project);
  const summary = await readers.readSummary(tx, project);
  const programme = await readers.readProgrammeRollUp(tx, project);
  const payload = { progress, summary, programme };
  await appendEvent(tx, { project, atMs, audience: 'public', type: 'progress:updated', payload });
  return progress;
}

async function announceFigures(
  tx: Tx,
  readers: AnnounceReaders,
  about: { project: string; atMs: number },
): Promise<void> {
  const figures = await readers.readFigures(tx, about.project);
  await appendEvent(tx, { ...about, audience: 'investor', type: 'figures:updated', payload: { figures } });
}
