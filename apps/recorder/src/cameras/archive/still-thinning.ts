import type { ArchiveRules, Pin } from '@sitecast/contract';
import type { StillArchive } from '../../storage/still/still-archive.ts';
import { addDays, toDaySpan, toInstantMs, toLocalDate } from '../../platform/local-day.ts';

/** Hours of the day that are kept one by one: those in which it can be light at the site. */
const lightHours = { from: 5, to: 21 } as const;

/** Which stills of a local day go by the rules; what is pinned stays. */
export function pickThinned(
  rules: ArchiveRules,
  date: string,
  today: string,
  times: readonly number[],
  pins: readonly Pin[],
): number[] {
  const { zone } = rules.working;
  if (date > addDays(today, -rules.stillDays)) return [];
  const at = (hour: number) => toInstantMs(zone, date, hour * 60);
  const wanted: number[] = [];
  if (date <= addDays(today, -Math.max(rules.hourlyDays, rules.stillDays))) wanted.push(at(12));
  else for (let hour = lightHours.from; hour <= lightHours.to; hour += 1) wanted.push(at(hour));
  const kept = new Set(wanted.map((wantedMs) => findNearest(times, wantedMs)));
  const isPinned = (atMs: number) => pins.some(({ from, to }) => atMs >= Date.parse(from) && atMs < Date.parse(to));
  return times.filter((atMs) => !kept.has(atMs) && !isPinned(atMs));
}

function findNearest(times: readonly number[], wantedMs: number): number | null {
  return times.reduce<number | null>(
    (nearest, atMs) => (nearest === null || Math.abs(atMs - wantedMs) < Math.abs(nearest - wantedMs) ? atMs : nearest),
    null,
  );
}

export interface StillThinning {
  /** Thins the next days that are due, a few at a time. Answers the stills removed. */
  work(rules: ArchiveRules, pins: readonly Pin[], nowMs: number): Promise<number>;
}

/** Days looked at in one go: each may hold 1,440 files. */
const daysAtOnce = 5;

/** Thins a camera's stills as they grow old, each day when it passes a limit and once after a start. */
export function createStillThinning(stills: Pick<StillArchive, 'listDays' | 'listRange' | 'remove'>): StillThinning {
  const done = new Map<string, string>();
  return {
    async work(rules, pins, nowMs) {
      const { zone } = rules.working;
      const today = toLocalDate(zone, nowMs);
      const hourly = addDays(today, -rules.stillDays);
      const daily = addDays(today, -rules.hourlyDays);
      let looked = 0;
      let removed = 0;
      for (const { date } of stills.listDays()) {
        if (date > hourly || looked >= daysAtOnce) break;
        const rule = `${date <= daily ? 'daily' : 'hourly'} ${pins.length} ${JSON.stringify(rules)}`;
        if (done.get(date) === rule) continue;
        looked += 1;
        const day = toDaySpan(zone, date);
        const gone = pickThinned(rules, date, today, await stills.listRange(day.fromMs, day.toMs), pins);
        await stills.remove(gone);
        removed += gone.length;
        done.set(date, rule);
      }
      return removed;
    },
  };
}
