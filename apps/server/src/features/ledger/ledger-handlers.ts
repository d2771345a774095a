import type { HandlersOf } from '../../platform/call.ts';
import { seesCosts } from '../../platform/caller.ts';
import type { Store } from '../../platform/store.ts';
import { requireProject } from '../../platform/project-guard.ts';
import { listDailyHeads, readHead, readHeadOfDay, readRecords } from './read-ledger.ts';

/** Who posted, verified and approved: opened to nobody here, only in a dispute by whoever holds the database. */
const persons = ['person', 'verifier', 'approver'];

export function createLedgerHandlers(
  store: Store,
): HandlersOf<'ledger.read' | 'ledger.head' | 'ledger.heads' | 'ledger.day' | 'ledger.openings'> {
  const { db } = store;
  return {
    'ledger.read': async ({ params: { project }, query: { after, limit } }) => {
      await requireProject(db, project);
      return readRecords(db, project, after, limit);
    },

    'ledger.head': async ({ params: { project } }) => {
      await requireProject(db, project);
      return { head: await readHead(db, project) };
    },

    'ledger.heads': async ({ params: { project } }) => {
      await requireProject(db, project);
      return { items: await listDailyHeads(db, project) };
    },

    'ledger.day': async ({ params: { project, day } }) => {
      await requireProject(db, project);
      return (await readHeadOfDay(db, project, day)) ?? { head: null, stamp: null };
    },

    'ledger.openings': async ({ params: { project }, caller }) => {
      await requireProject(db, project);
      const items = await db
        .selectFrom('ledger_opening')
        .select(['n', 'field', 'salt', 'content'])
        .where('project', '=', project)
        .where('field', 'not in', seesCosts(caller) ? persons : [...persons, 'cost'])
        .orderBy('n')
        .orderBy('field')
        .execute();
      return { items };
    },
  };
}
