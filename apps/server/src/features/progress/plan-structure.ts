import type { LocalText, PlanPhase, WeightBasis, WorkCalendarView } from '@sitecast/contract';
import { sql } from 'kysely';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';

/** What a revision says beside its items: the phases they lie in, the days that are worked, what the weights are made of. */
export interface PlanStructure {
  phases: PlanPhase[];
  /** null: every day is worked. */
  calendar: WorkCalendarView | null;
  /** null in plans from before it was kept: the project says it. */
  weightBasis: WeightBasis | null;
}

/** A plan without phases or a calendar. */
export const bareStructure: PlanStructure = { phases: [], calendar: null, weightBasis: null };

/** The structures of projects by the revision of each. */
export async function readStructures(
  db: Reader,
  revisions: ReadonlyMap<string, number>,
): Promise<Map<string, PlanStructure>> {
  const found = new Map<string, PlanStructure>();
  if (revisions.size === 0) return found;
  const chosen = sql.join([...revisions].map(([project, revision]) => sql`(${project}, ${revision})`));
  const { rows } = await sql<{ project: string; weight_basis: string | null; content: string | null }>`
    with chosen (project, revision) as (values ${chosen})
    select base.project, base.weight_basis, calendar.content
    from chosen
    join baseline_revision as base on base.project = chosen.project and base.revision = chosen.revision
    left join plan_calendar as calendar
      on calendar.project = chosen.project and calendar.revision = chosen.revision`.execute(db);
  for (const row of rows) {
    found.set(row.project, {
      phases: [],
      calendar: readJson<WorkCalendarView | null>(row.content),
      weightBasis: row.weight_basis as WeightBasis | null,
    });
  }
  const phases = await sql<{ project: string; code: string; parent: string | null; title: string }>`
    with chosen (project, revision) as (values ${chosen})
    select phase.project, phase.code, phase.parent, phase.title
    from chosen join plan_phase as phase on phase.project = chosen.project and phase.revision = chosen.revision
    order by phase.project, phase.position`.execute(db);
  for (const { project, code, parent, title } of phases.rows) {
    found.get(project)?.phases.push({ code, parent, title: readJson<LocalText>(title) });
  }
  return found;
}

/** The structure of one revision; bare where there is no plan. */
export async function readStructure(db: Reader, project: string, revision: number): Promise<PlanStructure> {
  return (await readStructures(db, new Map([[project, revision]]))).get(project) ?? bareStructure;
}
