import { Refusal } from '@sitecast/contract';
import type { Reader } from './store.ts';

/** The zone of a project's days. @throws Refusal `project.not-found` */
export async function readZone(db: Reader, project: string): Promise<string> {
  const row = await db.selectFrom('project').select('zone').where('code', '=', project).executeTakeFirst();
  if (!row) throw new Refusal('project.not-found');
  return row.zone;
}

/** Lets pass what is about a project that is there. @throws Refusal `project.not-found` */
export async function requireProject(db: Reader, project: string): Promise<void> {
  await readZone(db, project);
}
