import { sql } from 'kysely';
import type { Reader } from '../../platform/store.ts';

/** As many standings are kept ready, and of all of them together as many items. */
const keptStandings = 1_000;
const keptItems = 300_000;
/** A past day of a larger project is read anew: one visitor looks at it once, and its items would crowd out the rest. */
const keptPastItems = 500;

interface Kept<Standing> {
  readonly state: string;
  readonly standing: Standing;
}

/**
 * What projects stood at, kept in memory by project and day. Every post and revision is sealed in the ledger as it is
 * published, and nothing is ever taken out: the hash of the newest record says whether what is kept still holds, and is
 * read with every use, in the reader's own transaction. So a post, also a late one to a past day, is seen by the next
 * reader; and what was read inside a write that was rolled back is met by nobody, though its number is given again.
 */
export interface StandingCache<Standing extends { items: readonly unknown[] }> {
  read(
    db: Reader,
    asked: { projects: readonly string[]; asOf: string | null },
    compute: (projects: readonly string[]) => Promise<Map<string, Standing>>,
  ): Promise<Map<string, Standing>>;
}

export function createStandingCache<Standing extends { items: readonly unknown[] }>(): StandingCache<Standing> {
  const kept = new Map<string, Kept<Standing>>();
  let items = 0;

  const drop = (key: string): void => {
    items -= kept.get(key)?.standing.items.length ?? 0;
    kept.delete(key);
  };
  const keep = (key: string, one: Kept<Standing>): void => {
    drop(key);
    kept.set(key, one);
    items += one.standing.items.length;
    for (const oldest of kept.keys()) {
      if (kept.size <= keptStandings && items <= keptItems) break;
      drop(oldest);
    }
  };

  return {
    async read(db, { projects, asOf }, compute) {
      const states = await readStates(db, projects);
      const found = new Map<string, Standing>();
      const missing: string[] = [];
      for (const project of projects) {
        const one = kept.get(`${project}/${asOf ?? ''}`);
        if (one && one.state === states.get(project)) found.set(project, one.standing);
        else missing.push(project);
      }
      if (missing.length === 0) return found;
      for (const [project, standing] of await compute(missing)) {
        found.set(project, standing);
        if (asOf === null || standing.items.length <= keptPastItems)
          keep(`${project}/${asOf ?? ''}`, { state: states.get(project) ?? '', standing });
      }
      return found;
    },
  };
}

async function readStates(db: Reader, projects: readonly string[]): Promise<Map<string, string>> {
  if (projects.length === 0) return new Map();
  const chosen = sql.join(projects.map((project) => sql`(${project})`));
  const { rows } = await sql<{ project: string; state: string }>`
    with chosen (project) as (values ${chosen})
    select project,
      coalesce((select record.hash from ledger_record as record where record.project = chosen.project
        order by record.n desc limit 1), '') || '/' ||
      coalesce((select base.revision || '/' || base.hash from baseline_revision as base
        where base.project = chosen.project order by base.revision desc limit 1), '') as state
    from chosen`.execute(db);
  return new Map(rows.map((row) => [row.project, row.state]));
}
