import type { WorkCalendarView } from '@sitecast/contract';
import { listKazakhDaysOff, toWeekday } from './kazakh-holidays.ts';
import { fromDayNumber, toDayNumber } from './local-date.ts';

/** Which days are worked. Days are local to the site. */
export interface WorkCalendar {
  readonly minutesPerDay: number;
  isWorkDay(date: string): boolean;
  /** Working days up to and with a numbered day; only differences of it mean anything. */
  workedUpTo(day: number): number;
  /** Working days after `from`, up to and with `to`; negative where `to` is earlier. */
  countWorkDays(from: string, to: string): number;
  /** The day at whose end that many working days after `from` are over; `from` itself for 0. */
  addWorkDays(from: string, days: number): string;
}

/** An exception longer than this is a wrong year, not a break. */
const longestExceptionDays = 3_660;

/** The days off of a week are the same for every project: they are found once. */
const daysOffByWeek = new Map<string, ReadonlySet<number>>();

/** @throws RangeError for a week without a working day, or an exception that is no stretch of days. */
export function createWorkCalendar(view: WorkCalendarView): WorkCalendar {
  const week = new Set(view.week);
  if (week.size === 0 || [...week].some((day) => !Number.isInteger(day) || day < 1 || day > 7)) {
    throw new RangeError('a week has working days from 1 to 7');
  }
  const changes = listChanges(view, week);
  const days = [...changes.keys()].sort((a, b) => a - b);
  const sums: number[] = [];
  for (const day of days) sums.push((sums.at(-1) ?? 0) + (changes.get(day) ?? 0));
  const perWeek = week.size;
  const untilWeekday = [0, 1, 2, 3, 4, 5, 6].map((count) => countFirst(week, count));

  const workedUpTo = (day: number): number => {
    const sinceMonday = day - 3;
    const weeks = Math.floor(sinceMonday / 7);
    return weeks * perWeek + (untilWeekday[sinceMonday - weeks * 7] ?? 0) + sumUpTo(days, sums, day);
  };
  const isWorked = (day: number): boolean => workedUpTo(day) - workedUpTo(day - 1) > 0;

  return {
    minutesPerDay: view.minutesPerDay,
    workedUpTo,
    isWorkDay: (date) => isWorked(toDayNumber(date)),
    countWorkDays: (from, to) => workedUpTo(toDayNumber(to)) - workedUpTo(toDayNumber(from)),
    addWorkDays: (from, count) => {
      const start = toDayNumber(from);
      if (count <= 0) return from;
      const goal = workedUpTo(start) + count;
      // Working days are never more than days; from there on each step is at least what is still missing.
      let day = start + count;
      for (let left = goal - workedUpTo(day); left > 0; left = goal - workedUpTo(day)) {
        day += left;
        if (day - start > 1_000_000) throw new RangeError('a calendar without working days');
      }
      while (!isWorked(day)) day -= 1;
      return fromDayNumber(day);
    },
  };
}

/** +1 for a day that is worked though its weekday is not, −1 for one that is off though its weekday is worked. */
function listChanges(view: WorkCalendarView, week: ReadonlySet<number>): Map<number, number> {
  const changes = new Map<number, number>();
  if (view.holidays === 'kz') for (const day of findDaysOff(week)) if (week.has(toWeekday(day))) changes.set(day, -1);
  for (const { from, to, works } of view.exceptions) {
    const [first, last] = [toDayNumber(from), toDayNumber(to)];
    if (last < first || last - first > longestExceptionDays) throw new RangeError('an exception is a stretch of days');
    for (let day = first; day <= last; day += 1) {
      const isWeekday = week.has(toWeekday(day));
      if (works === isWeekday) changes.delete(day);
      else changes.set(day, works ? 1 : -1);
    }
  }
  return changes;
}

function findDaysOff(week: ReadonlySet<number>): ReadonlySet<number> {
  const key = [...week].sort((a, b) => a - b).join('');
  const found = daysOffByWeek.get(key) ?? listKazakhDaysOff(week);
  daysOffByWeek.set(key, found);
  return found;
}

/** Working days among the first `count` days of a week, Monday first. */
function countFirst(week: ReadonlySet<number>, count: number): number {
  let sum = 0;
  for (let weekday = 1; weekday <= count; weekday += 1) if (week.has(weekday)) sum += 1;
  return sum;
}

/** The sum of the changes up to and with a day. */
function sumUpTo(days: readonly number[], sums: readonly number[], day: number): number {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] ?? Infinity) <= day) low = middle + 1;
    else high = middle;
  }
  return sums[low - 1] ?? 0;
}
