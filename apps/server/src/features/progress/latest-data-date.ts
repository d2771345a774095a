import type { Reader } from '../../platform/store.ts';

/** The last day a project's numbers count to; null before its first post. */
export async function readLatestDataDate(db: Reader, project: string): Promise<string | null> {
  const row = await db
    .selectFrom('percent_history')
    .select((eb) => eb.fn.max('data_date').as('date'))
    .where('project', '=', project)
    .executeTakeFirst();
  return row?.date ?? null;
}
