import type { ProjectView } from '@sitecast/contract';
import { toInstant } from '../../platform/clock.ts';
import { readSeq } from '../../platform/event-log/append-event.ts';
import type { ProjectReaders } from './parts.ts';
import { toDetails } from './read-details.ts';
import { toSummary } from './read-summary.ts';

/**
 * Everything the page of a project shows, at one point of the event log. It holds nothing that is not public: figures
 * and managers' views have read models of their own (AUD2). null: no such project.
 */
export function readProject(readers: ProjectReaders, code: string): Promise<ProjectView | null> {
  return readers.store.db.transaction().execute(async (tx) => {
    const row = await tx.selectFrom('project').selectAll().where('code', '=', code).executeTakeFirst();
    if (!row) return null;
    const now = toInstant(readers.clock.now());
    const progress = await readers.readProgress(tx, code);
    const milestones = await readers.listMilestones(tx, code);
    const cameras = await readers.listCameras(tx, code);
    const { description, areaM2, fundingProvenance, parties, dates, facts } = await toDetails(tx, row);
    return {
      summary: toSummary(row, progress, milestones, cameras.length),
      description,
      zone: row.zone,
      place:
        row.latitude === null || row.longitude === null ? null : { latitude: row.latitude, longitude: row.longitude },
      areaM2,
      fundingProvenance,
      parties,
      dates,
      facts,
      documents: await readers.listPublicDocuments(tx, code),
      progress,
      slips: await readers.listSlips(tx, code),
      milestones,
      cameras,
      notices: await readers.listNotices(tx, code, now),
      seq: await readSeq(tx),
      serverNow: now,
    };
  });
}
