import type { Provenance } from '@sitecast/contract';
import type { Reader } from '../platform/store.ts';

const demoSetting = 'demo';

/** Marks a database as the demo's: what is posted there is a sample as well. */
export async function markAsDemo(db: Reader): Promise<void> {
  await db.insertInto('setting').values({ name: demoSetting, value: 'on' }).execute();
}

/** What a post is (rule 7): in the demo a sample, else a fact whose source is the project's own team on that day. */
export async function readPostProvenance(db: Reader, day: string): Promise<Provenance> {
  const demo = await db.selectFrom('setting').select('value').where('name', '=', demoSetting).executeTakeFirst();
  if (demo) return { kind: 'sample', source: null };
  return { kind: 'fact', source: { title: 'Project team', url: null, asOf: day } };
}
