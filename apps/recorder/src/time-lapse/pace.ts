import type { SiteDays } from './site-days.ts';

/**
 * How fast time runs: what one frame stands for. A day shows each still there is; the longer the stretch, the fewer a
 * day gives, so that a day takes about 25 s, a week and a month as long, and two years a minute and a half.
 */
export const paces = {
  day: { spacingMs: 60_000, key: 'hour' },
  week: { spacingMs: 600_000, key: 'day' },
  month: { spacingMs: 1_800_000, key: 'day' },
  job: { framesADay: 3, key: 'day' },
} as const;
export type Pace = keyof typeof paces;

const hourMs = 3_600_000;

/** The key of the piece an instant belongs to: the UTC hour within its site's day, or the day itself. */
export function toPieceKey(pace: Pace, atMs: number, days: SiteDays): string {
  const date = days.toDate(atMs);
  if (paces[pace].key === 'day') return date;
  return `${date}T${new Date(Math.floor(atMs / hourMs) * hourMs).toISOString().slice(11, 13)}`;
}

/**
 * The frames of one piece out of the stills of its day or hour, oldest first: daylight alone, evenly spaced; for the
 * whole job those nearest the sun's highest point, where the light is most alike.
 */
export function chooseFrames(pace: Pace, instants: readonly number[], days: SiteDays): number[] {
  const usable = instants.filter((atMs) => days.isDaylight(atMs));
  const rule = paces[pace];
  if ('spacingMs' in rule) return space(usable, rule.spacingMs);
  return usable
    .map((atMs) => ({ atMs, height: days.toSunHeight(atMs) }))
    .sort((one, other) => other.height - one.height || one.atMs - other.atMs)
    .slice(0, rule.framesADay)
    .map(({ atMs }) => atMs)
    .sort((one, other) => one - other);
}

/** One for each stretch of `spacingMs`, the first in it. */
function space(instants: readonly number[], spacingMs: number): number[] {
  let lastSlot = Number.NEGATIVE_INFINITY;
  return instants.filter((atMs) => {
    const slot = Math.floor(atMs / spacingMs);
    const isFirst = slot !== lastSlot;
    lastSlot = slot;
    return isFirst;
  });
}

/** A picture of nothing is a small file: under a quarter of its fellows' middle size is a covered lens or a black frame. */
export function leaveOutBlank<T extends { bytes: number }>(stills: readonly T[]): T[] {
  const sizes = stills.map(({ bytes }) => bytes).sort((one, other) => one - other);
  const middle = sizes[Math.floor(sizes.length / 2)] ?? 0;
  return stills.filter(({ bytes }) => bytes * 4 >= middle);
}
