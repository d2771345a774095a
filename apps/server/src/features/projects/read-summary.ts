import type {
  Funding,
  LocalText,
  MilestoneView,
  ProgressView,
  ProjectCategory,
  ProjectStatus,
  ProjectSummary,
  Provenance,
} from '@sitecast/contract';
import type { Selectable } from 'kysely';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import type { ProjectReaders } from './parts.ts';
import type { ProjectTable } from './tables.ts';

type SummaryReaders = Pick<ProjectReaders, 'readProgress' | 'listMilestones' | 'listCameras'>;

/** All projects in the programme's order. */
export async function listSummaries(db: Reader, readers: SummaryReaders): Promise<ProjectSummary[]> {
  const rows = await db.selectFrom('project').selectAll().orderBy('position').execute();
  const cameras = await readers.listCameras(db, null);
  const summaries = [];
  for (const row of rows) {
    const progress = await readers.readProgress(db, row.code);
    const milestones = await readers.listMilestones(db, row.code);
    const count = cameras.filter((camera) => camera.project === row.code).length;
    summaries.push(toSummary(row, progress, milestones, count));
  }
  return summaries;
}

/** One project as a list shows it. @throws where there is no such project. */
export async function readSummary(db: Reader, readers: SummaryReaders, project: string): Promise<ProjectSummary> {
  const row = await db.selectFrom('project').selectAll().where('code', '=', project).executeTakeFirstOrThrow();
  const progress = await readers.readProgress(db, project);
  const milestones = await readers.listMilestones(db, project);
  return toSummary(row, progress, milestones, (await readers.listCameras(db, project)).length);
}

export function toSummary(
  row: Selectable<ProjectTable>,
  progress: ProgressView,
  milestones: readonly MilestoneView[],
  cameras: number,
): ProjectSummary {
  return {
    code: row.code,
    name: readJson<LocalText>(row.name),
    district: row.district,
    districtDisputed: row.district_disputed === 1,
    category: row.category as ProjectCategory,
    funding: row.funding as Funding,
    status: row.status as ProjectStatus,
    percentBp: progress.percentBp,
    plannedBp: progress.plannedBp,
    percentProvenance: progress.percentBp === null ? null : progress.provenance,
    dataDate: progress.dataDate,
    baselineRevision: progress.baselineRevision,
    forecastFinish: progress.forecastFinish,
    next: findNext(milestones),
    cameras,
    provenance: readJson<Provenance>(row.provenance),
  };
}

/** The open milestone that is due first, by its forecast or else its baseline. */
function findNext(milestones: readonly MilestoneView[]): ProjectSummary['next'] {
  const open = milestones
    .filter((one) => one.state !== 'done' && one.state !== 'cancelled')
    .map((one) => ({ title: one.title, date: one.forecast ?? one.baseline }))
    .sort((a, b) => (a.date?.from ?? '9999').localeCompare(b.date?.from ?? '9999'));
  return open[0] ?? null;
}
