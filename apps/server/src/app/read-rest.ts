import type { TimeLapseSettings } from '@sitecast/contract';
import { readRevision } from '../features/baselines/index.ts';
import { readStructure } from '../features/progress/index.ts';
import { toRestDays } from '../features/time-lapse/index.ts';
import { toInstant, type Clock } from '../platform/clock.ts';
import type { Reader } from '../platform/store.ts';

/**
 * The days on which a project's site rests by the plan in force: from the year in which the plan begins to the end of the
 * next one, so that what the recorder is told changes once a year and not every day.
 */
export async function readRest(db: Reader, clock: Clock, project: string): Promise<TimeLapseSettings['rest']> {
  const revision = await readRevision(db, project);
  const { calendar } = await readStructure(db, project, revision);
  const first = await db
    .selectFrom('plan_point')
    .select((eb) => eb.fn.min('date').as('date'))
    .where('project', '=', project)
    .executeTakeFirst();
  const year = Number(toInstant(clock.now()).slice(0, 4));
  return toRestDays(calendar, { from: `${(first?.date ?? String(year)).slice(0, 4)}-01-01`, to: `${year + 1}-12-31` });
}
