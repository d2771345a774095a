import { Refusal, type MilestoneView } from '@sitecast/contract';
import type { Reader } from '../../platform/store.ts';

/** The zone of a project's days; refuses a project that is not there. */
export async function readZone(db: Reader, project: string): Promise<string> {
  const row = await db.selectFrom('project').select('zone').where('code', '=', project).executeTakeFirst();
  if (!row) throw new Refusal('project.not-found');
  return row.zone;
}

export function itemRefusal(field: string): Refusal {
  return new Refusal('milestone.not-found', { fields: [{ field, message: 'is no item of this project' }] });
}

/** Somebody was faster (IDEM5): says what stands there now. */
export function conflictRefusal(current: MilestoneView): Refusal {
  return new Refusal('progress.conflict', {
    fields: [{ field: 'expectedVersion', message: 'is not the version that stands there now' }],
    current,
  });
}
