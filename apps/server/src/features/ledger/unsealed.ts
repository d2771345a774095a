import { sql } from 'kysely';
import type { Reader } from '../../platform/store.ts';
import type { LedgerDraft } from './append-records.ts';
import { draftCost, draftCount, draftEntry, draftRevision, draftSignOff } from './draft-records.ts';

/** Subjects of the rows of a project that no record seals, in the order in which they happened. */
export async function listUnsealed(db: Reader, project: string): Promise<string[]> {
  // Of one instant the plan comes first, and an item's posts as they followed each other.
  const { rows } = await sql<{ subject: string }>`
    with kept (subject, at, place, posted_at, number) as (
      select 'baseline:' || revision, approved_at, 0, '', revision from baseline_revision where project = ${project}
      union all
      select 'entry:' || id, coalesce(published_at, posted_at), 1, posted_at, version from progress_entry
        where project = ${project}
      union all
      select 'cost:' || id, posted_at, 2, '', seq from cost_entry where project = ${project}
      union all
      select 'sign-off:' || id, at, 3, '', seq from sign_off where project = ${project}
      union all
      select 'count:' || seq, counted_on || 'T23:59:59.999Z', 4, '', seq from project_cost where project = ${project}
    )
    select subject from kept
    where not exists (select 1 from ledger_record as record
      where record.project = ${project} and record.subject = kept.subject)
    order by at, place, posted_at, number`.execute(db);
  return rows.map((row) => row.subject);
}

/** What is sealed of such rows: each with the photos it carries, which two posts may share. */
export async function draftSubjects(db: Reader, project: string, subjects: readonly string[]): Promise<LedgerDraft[]> {
  const drafts = new Map<string, LedgerDraft>();
  for (const subject of subjects) {
    for (const draft of await draftSubject(db, project, subject)) {
      if (!drafts.has(draft.subject)) drafts.set(draft.subject, draft);
    }
  }
  return [...drafts.values()];
}

async function draftSubject(db: Reader, project: string, subject: string): Promise<LedgerDraft[]> {
  const [kind, id = ''] = subject.split(':', 2);
  switch (kind) {
    case 'baseline':
      return [await draftRevision(db, project, Number(id))];
    case 'entry':
      return draftEntry(db, project, id);
    case 'cost':
      return [await draftCost(db, project, id)];
    case 'sign-off':
      return [await draftSignOff(db, project, id)];
    case 'count':
      return [await draftCount(db, project, Number(id))];
    default:
      throw new Error(`nothing is sealed of ${subject}`);
  }
}
