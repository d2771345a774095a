import { isInDaylight, type SunPlace } from './like-light.ts';

const dayMs = 86_400_000;
/** A site that is dark for longer than this is compared in the dark. */
const triedDays = 7;

/** So many days one after another, `date` first. `step`: 1 or -1. */
function toDays(date: string, step: 1 | -1): string[] {
  const noonMs = Date.parse(`${date}T12:00:00Z`);
  return Array.from({ length: triedDays }, (_, index) =>
    new Date(noonMs + index * step * dayMs).toISOString().slice(0, 10),
  );
}

/**
 * The day nearest to `date`, going forward or back for up to a week, that has a still in daylight; `date` itself where
 * none has or nobody said where the site is. At night, today's stills show lamps and not what was built.
 */
export async function findLitDay(
  date: string,
  step: 1 | -1,
  place: SunPlace,
  readDay: (date: string) => Promise<readonly number[]>,
): Promise<string> {
  if (!place) return date;
  for (const day of toDays(date, step)) {
    if ((await readDay(day)).some((atMs) => isInDaylight(atMs, place))) return day;
  }
  return date;
}
