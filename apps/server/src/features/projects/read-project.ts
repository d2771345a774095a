import type { Certainty, LocalText, Party, PartyRole, ProjectView, Provenance } from '@sitecast/contract';
import { toInstant } from '../../platform/clock.ts';
import { readSeq } from '../../platform/event-log/append-event.ts';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import type { ProjectReaders } from './parts.ts';
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
    return {
      summary: toSummary(row, progress, milestones, cameras.length),
      description: readJson<LocalText>(row.description),
      zone: row.zone,
      areaM2: row.area_m2,
      parties: await listParties(tx, code),
      facts: await listFacts(tx, code),
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

async function listParties(db: Reader, project: string): Promise<Party[]> {
  const rows = await db.selectFrom('party').selectAll().where('project', '=', project).orderBy('position').execute();
  return rows.map((row) => ({
    name: row.name,
    role: row.role as PartyRole,
    certainty: row.certainty as Certainty,
    provenance: readJson<Provenance>(row.provenance),
  }));
}

async function listFacts(db: Reader, project: string): Promise<ProjectView['facts']> {
  const rows = await db.selectFrom('fact').selectAll().where('project', '=', project).orderBy('position').execute();
  return rows.map((row) => ({ text: readJson<LocalText>(row.text), provenance: readJson<Provenance>(row.provenance) }));
}
