import { fromDayNumber, toDayNumber } from './local-date.ts';

/**
 * Days off in Kazakhstan. Sources: law no. 267 of 13 December 2001 "On holidays in the Republic of Kazakhstan" (articles 3
 * to 5: national and state holidays; one that meets a day off moves to the next working day) and the Labour Code, article 84
 * (7 January and the first day of Kurban Ait are days off and move nowhere). Constitution Day is 15 March from 2026 and
 * 30 August before. The Government may move days of a year by its own decree: such a day is an exception
 * of the project's calendar, not part of this list.
 */
const fixedDays: readonly { day: string; since?: number; until?: number }[] = [
  { day: '01-01' },
  { day: '01-02' },
  { day: '03-08' },
  { day: '03-15', since: 2026 },
  { day: '03-21' },
  { day: '03-22' },
  { day: '03-23' },
  { day: '05-01' },
  { day: '05-07' },
  { day: '05-09' },
  { day: '07-06' },
  { day: '08-30', until: 2025 },
  { day: '10-25', since: 2022 },
  { day: '12-16' },
];

/** 7 January: off as it falls. */
const christmas = '01-07';

/**
 * The first day of Kurban Ait. 2025 is the day that was kept; the others are estimates by the lunar calendar, which the
 * sighting of the moon may move by a day, and later years are not known here.
 */
export const kurbanAit: readonly { day: string; isEstimate: boolean }[] = [
  { day: '2025-06-06', isEstimate: false },
  { day: '2026-05-27', isEstimate: true },
  { day: '2027-05-16', isEstimate: true },
  { day: '2028-05-05', isEstimate: true },
];

const firstYear = 2022;
const lastYear = 2045;

/**
 * The days off as numbers of days, for a week of these working weekdays (1 Monday to 7 Sunday): what meets a day off moves to
 * the next working day that is not taken, so a week of five days and one of six have other days off.
 */
export function listKazakhDaysOff(week: ReadonlySet<number>): ReadonlySet<number> {
  const off = new Set<number>();
  for (let year = firstYear; year <= lastYear; year += 1) off.add(toDayNumber(`${year}-${christmas}`));
  for (const { day } of kurbanAit) off.add(toDayNumber(day));
  const moving: number[] = [];
  for (let year = firstYear; year <= lastYear; year += 1) {
    for (const { day, since = 0, until = lastYear } of fixedDays) {
      if (year < since || year > until) continue;
      const number = toDayNumber(`${year}-${day}`);
      if (!off.has(number) && week.has(toWeekday(number))) off.add(number);
      else moving.push(number);
    }
  }
  for (const number of moving) {
    let next = number;
    // A working day comes within a week; a fortnight covers every row of holidays.
    for (let tries = 0; tries < 14 && (off.has(next) || !week.has(toWeekday(next))); tries += 1) next += 1;
    off.add(next);
  }
  return off;
}

/** The days off of one year for a week of five or six days, as days; for whoever shows them. */
export function listHolidays(year: number, week: readonly number[]): string[] {
  return [...listKazakhDaysOff(new Set(week))]
    .sort((a, b) => a - b)
    .map(fromDayNumber)
    .filter((day) => day.startsWith(`${year}-`));
}

/** 1 Monday to 7 Sunday; day 0 of the count, 1970-01-01, was a Thursday. */
export function toWeekday(dayNumber: number): number {
  return ((((dayNumber + 3) % 7) + 7) % 7) + 1;
}
