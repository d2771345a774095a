import type { Still, StillArchive } from '../../storage/still/still-archive.ts';

const dayMs = 86_400_000;
/** A site that was dark for longer than this is shown in the dark. */
const triedDays = 7;

/** The newest still at or before an instant that shows the site and not its lamps; the newest at all where none does. */
export async function findDaylightStill(
  stills: Pick<StillArchive, 'findBefore' | 'listRange' | 'read'>,
  beforeMs: number,
  isDaylight: (atMs: number) => boolean,
): Promise<Still | null> {
  for (let day = 0; day < triedDays; day += 1) {
    const endMs = beforeMs + 1 - day * dayMs;
    const atMs = (await stills.listRange(endMs - dayMs, endMs)).findLast(isDaylight);
    const bytes = atMs === undefined ? null : await stills.read(atMs);
    if (atMs !== undefined && bytes) return { atMs, bytes };
  }
  return stills.findBefore(beforeMs);
}
