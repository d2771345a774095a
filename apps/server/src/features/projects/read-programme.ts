import {
  Refusal,
  type DistrictView,
  type FuzzyDate,
  type LocalText,
  type ProgrammeMilestone,
  type ProgrammeRollUp,
  type ProgrammeView,
  type ProjectSummary,
  type Provenance,
  type Qualifier,
  type TargetView,
} from '@sitecast/contract';
import { toInstant } from '../../platform/clock.ts';
import { readSeq } from '../../platform/event-log/append-event.ts';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import type { ProjectReaders } from './parts.ts';
import { listSummaries } from './read-summary.ts';
import { rollUpProjects } from './roll-up-projects.ts';

const latestShown = 6;

/** The programme whole, at one point of the event log. @throws Refusal where there is no programme of that code. */
export function readProgramme(readers: ProjectReaders, code: string): Promise<ProgrammeView> {
  return readers.store.db.transaction().execute(async (tx) => {
    const row = await tx.selectFrom('programme').selectAll().where('code', '=', code).executeTakeFirst();
    if (!row) throw new Refusal('project.not-found');
    const now = toInstant(readers.clock.now());
    const projects = await listSummaries(tx, readers);
    const weights = await readWeights(tx);
    return {
      code: row.code,
      name: readJson<LocalText>(row.name),
      description: readJson<LocalText>(row.description),
      zone: row.zone,
      ...rollUpProjects(projects, weights),
      rollUpBasis: 'agreed',
      districts: await listDistricts(tx, code, projects, weights),
      projects,
      targets: await listTargets(tx, code),
      milestones: await listProgrammeMilestones(tx, code),
      latest: await readers.listLatest(tx, latestShown),
      cameras: await readers.listCameras(tx, null),
      notices: await readers.listNotices(tx, null, now),
      provenance: readJson<Provenance>(row.provenance),
      seq: await readSeq(tx),
      serverNow: now,
    };
  });
}

/** What the programme and its districts stand at; for the announcement of a post on one of its projects. */
export async function readProgrammeRollUp(
  db: Reader,
  readers: ProjectReaders,
  project: string,
): Promise<ProgrammeRollUp> {
  const row = await db.selectFrom('project').select('programme').where('code', '=', project).executeTakeFirstOrThrow();
  const projects = await listSummaries(db, readers);
  const weights = await readWeights(db);
  const districts = await listDistricts(db, row.programme, projects, weights);
  return { ...rollUpProjects(projects, weights), districts };
}

async function readWeights(db: Reader): Promise<Map<string, number>> {
  const rows = await db.selectFrom('project').select(['code', 'roll_up_weight']).execute();
  return new Map(rows.map((row) => [row.code, row.roll_up_weight]));
}

async function listDistricts(
  db: Reader,
  programme: string,
  projects: readonly ProjectSummary[],
  weights: ReadonlyMap<string, number>,
): Promise<DistrictView[]> {
  const rows = await db
    .selectFrom('district')
    .selectAll()
    .where('programme', '=', programme)
    .orderBy('position')
    .execute();
  return rows.map((row) => {
    const own = projects.filter((project) => project.district === row.code);
    return {
      code: row.code,
      name: readJson<LocalText>(row.name),
      theme: readJson<LocalText>(row.theme),
      ...rollUpProjects(own, weights),
      provenance: readJson<Provenance>(row.provenance),
    };
  });
}

async function listTargets(db: Reader, programme: string): Promise<TargetView[]> {
  const targets = await db
    .selectFrom('target')
    .selectAll()
    .where('programme', '=', programme)
    .orderBy('position')
    .execute();
  const values = await db
    .selectFrom('target_value')
    .selectAll()
    .where('programme', '=', programme)
    .orderBy('position')
    .execute();
  return targets.flatMap((target) => {
    const own = values.filter((value) => value.metric === target.metric);
    const [shown, ...disputed] = own.map((value) => ({
      qualifier: value.qualifier as Qualifier,
      value: value.value,
      horizon: value.horizon,
      provenance: readJson<Provenance>(value.provenance),
    }));
    if (!shown) return [];
    return [{ metric: target.metric, title: readJson<LocalText>(target.title), unit: target.unit, ...shown, disputed }];
  });
}

async function listProgrammeMilestones(db: Reader, programme: string): Promise<ProgrammeMilestone[]> {
  const rows = await db
    .selectFrom('programme_milestone')
    .selectAll()
    .where('programme', '=', programme)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    title: readJson<LocalText>(row.title),
    date: readJson<FuzzyDate>(row.date),
    done: row.done === 1,
    provenance: readJson<Provenance>(row.provenance),
  }));
}
