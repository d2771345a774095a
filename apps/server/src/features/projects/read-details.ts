import type {
  Certainty,
  Funding,
  FuzzyDate,
  LocalText,
  Party,
  PartyRole,
  ProjectCategory,
  ProjectDate,
  ProjectDetails,
  ProjectStatus,
  Provenance,
} from '@sitecast/contract';
import type { Selectable } from 'kysely';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import type { ProjectTable } from './tables.ts';

/** What is said of a project beside its numbers. All of it is public. */
export async function toDetails(db: Reader, row: Selectable<ProjectTable>): Promise<ProjectDetails> {
  return {
    code: row.code,
    name: readJson<LocalText>(row.name),
    description: readJson<LocalText>(row.description),
    category: row.category as ProjectCategory,
    status: row.status as ProjectStatus,
    funding: row.funding as Funding,
    fundingProvenance: readNullable<Provenance>(row.funding_provenance),
    areaM2: row.area_m2,
    parties: await listParties(db, row.code),
    dates: readJson<ProjectDate[]>(row.dates),
    facts: await listFacts(db, row.code),
    provenance: readJson<Provenance>(row.provenance),
  };
}

async function listParties(db: Reader, project: string): Promise<Party[]> {
  const rows = await db.selectFrom('party').selectAll().where('project', '=', project).orderBy('position').execute();
  return rows.map((row) => ({
    name: row.name,
    role: row.role as PartyRole,
    certainty: row.certainty as Certainty,
    since: readNullable<FuzzyDate>(row.since),
    until: readNullable<FuzzyDate>(row.until),
    provenance: readJson<Provenance>(row.provenance),
  }));
}

async function listFacts(db: Reader, project: string): Promise<ProjectDetails['facts']> {
  const rows = await db.selectFrom('fact').selectAll().where('project', '=', project).orderBy('position').execute();
  return rows.map((row) => ({ text: readJson<LocalText>(row.text), provenance: readJson<Provenance>(row.provenance) }));
}

function readNullable<T>(text: string | null): T | null {
  return text === null ? null : readJson<T>(text);
}
