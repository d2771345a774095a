import type { Provenance } from '@sitecast/contract';
import { createWorkCalendar, rollUp, toLocalDate, type PlanPoint } from '@sitecast/progress';
import { sql } from 'kysely';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import type { Basis, Stood } from './basis.ts';
import type { InvestorParts } from './parts.ts';
import { readHistory } from './read-history.ts';
import { readPlanItems } from './read-plan-items.ts';

export interface ChosenProject {
  code: string;
  zone: string;
}

/** One set of reads for however many projects. `asOf` null is the newest. */
export async function readBasis(
  db: Reader,
  parts: Pick<InvestorParts, 'toShare' | 'readMoney' | 'readStructures' | 'plans' | 'standings'>,
  projects: readonly ChosenProject[],
  asOf: string | null,
): Promise<Map<string, Basis>> {
  const zones = new Map(projects.map((project) => [project.code, project.zone]));
  const codes = [...zones.keys()];
  const stood = await parts.standings.read(db, { projects: codes, asOf }, (missing) =>
    readStandings(
      db,
      parts,
      missing.map((code) => ({ code, zone: zones.get(code) ?? 'UTC' })),
      asOf,
    ),
  );
  const days = codes.map((code) => [code, stood.get(code)?.history.at(-1)?.date ?? asOf] as const);
  const money = await parts.readMoney(db, new Map(days));
  return new Map([...stood].map(([code, one]) => [code, { ...one, money: money.get(code) ?? null }]));
}

async function readStandings(
  db: Reader,
  parts: Pick<InvestorParts, 'toShare' | 'readStructures' | 'plans'>,
  projects: readonly ChosenProject[],
  asOf: string | null,
): Promise<Map<string, Stood>> {
  const codes = projects.map((project) => project.code);
  const histories = await readHistory(db, codes, asOf);
  const inForce = await readRevisions(db, projects, asOf, (code) => histories.get(code)?.revision ?? 0);
  const revisions = new Map([...inForce].map(([code, row]) => [code, row.revision]));
  const curves = await readCurves(db, revisions);
  const structures = await parts.readStructures(db, revisions);
  const items = await readPlanItems(db, parts, revisions, asOf);
  return new Map(
    codes.map((code) => {
      const own = items.get(code) ?? [];
      const revision = inForce.get(code);
      const structure = structures.get(code) ?? { phases: [], calendar: null, weightBasis: null };
      const history = histories.get(code)?.points ?? [];
      const weighted = own.map((item) => ({ weight: item.cancelled ? 0 : item.weight, share: item.share }));
      return [
        code,
        {
          revision: revision?.revision ?? null,
          plan: curves.get(code) ?? [],
          structure,
          calendar: structure.calendar ? createWorkCalendar(structure.calendar) : undefined,
          items: own,
          ...rollUp(weighted),
          history,
          dataDate: revision ? (history.at(-1)?.date ?? null) : null,
          provenance: revision ? readJson<Provenance>(revision.provenance) : null,
        },
      ];
    }),
  );
}

interface RevisionRow {
  project: string;
  revision: number;
  approved_at: string;
  provenance: string;
}

/**
 * The revision in force: the newest one, or for a past day the newest that was approved by its end. The one that the
 * published numbers of that day were counted by holds in any case: they are posted some days after.
 */
async function readRevisions(
  db: Reader,
  projects: readonly ChosenProject[],
  asOf: string | null,
  countedBy: (code: string) => number,
): Promise<Map<string, RevisionRow>> {
  const found = new Map<string, RevisionRow>();
  if (projects.length === 0) return found;
  const zones = new Map(projects.map((project) => [project.code, project.zone]));
  const rows = await db
    .selectFrom('baseline_revision')
    .select(['project', 'revision', 'approved_at', 'provenance'])
    .where('project', 'in', [...zones.keys()])
    .orderBy('revision', 'desc')
    .execute();
  for (const row of rows) {
    if (found.has(row.project)) continue;
    const zone = zones.get(row.project) ?? 'UTC';
    const held = asOf === null || row.revision <= countedBy(row.project) || toLocalDate(row.approved_at, zone) <= asOf;
    if (held) found.set(row.project, row);
  }
  return found;
}

async function readCurves(db: Reader, revisions: ReadonlyMap<string, number>): Promise<Map<string, PlanPoint[]>> {
  const found = new Map<string, PlanPoint[]>();
  if (revisions.size === 0) return found;
  const chosen = sql.join([...revisions].map(([project, revision]) => sql`(${project}, ${revision})`));
  const { rows } = await sql<{ project: string; date: string; planned_bp: number }>`
    with chosen (project, revision) as (values ${chosen})
    select point.project, point.date, point.planned_bp
    from chosen join plan_point as point on point.project = chosen.project and point.revision = chosen.revision
    order by point.project, point.date`.execute(db);
  for (const row of rows) {
    const points = found.get(row.project) ?? [];
    points.push({ date: row.date, plannedBp: row.planned_bp });
    found.set(row.project, points);
  }
  return found;
}
