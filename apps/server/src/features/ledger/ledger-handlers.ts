import { Refusal } from '@sitecast/contract';
import type { HandlersOf } from '../../platform/call.ts';
import { seesCosts } from '../../platform/caller.ts';
import type { Reader, Store } from '../../platform/store.ts';
import { listDailyHeads, readHead, readHeadOfDay, readRecords } from './read-ledger.ts';

/** Who posted, verified and approved: opened to nobody here, only in a dispute by whoever holds the database. */
const persons = ['person', 'verifier', 'approver'];

export function createLedgerHandlers(
  store: Store,
): HandlersOf<'ledger.read' | 'ledger.head' | 'ledger.heads' | 'ledger.day' | 'ledger.openings'> {
  const { db } = store;
  return {
    'ledger.read': async ({ params: { project }, query: { after, limit } }) => {
      await checkProject(db, project);
      return readRecords(db, project, after, limit);
    },

    'ledger.head': async ({ params: { project } }) => {
      await checkProject(db, project);
      return { head: await readHead(db, project) };
    },

    'ledger.heads': async ({ params: { project } }) => {
      await checkProject(db, project);
      return { items: await listDailyHeads(db, project) };
    },

    'ledger.day': async ({ params: { project, day } }) => {
      await checkProject(db, project);
      return (await readHeadOfDay(db, project, day)) ?? { head: null, stamp: null };
    },

    'ledger.openings': async ({ params: { project }, caller }) => {
      await checkProject(db, project);
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

async function checkProject(db: Reader, project: string): Promise<void> {
  const row = await db.selectFrom('project').select('code').where('code', '=', project).executeTakeFirst();
  if (!row) throw new Refusal('project.not-found');
}
