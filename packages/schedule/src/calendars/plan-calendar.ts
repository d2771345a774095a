import { fromDayCount, toDayCount } from '../text/day.ts';

/** A stretch of days that a calendar of a file works or not, whatever their weekday. */
export interface CalendarException {
  from: string;
  to: string;
  works: boolean;
  name: string | null;
}

/** Working time as the file counts it: a "day" of a duration is that many minutes. */
export interface PlanCalendar {
  id: string;
  name: string;
  minutesPerDay: number;
  /** Working weekdays, 1 Monday to 7 Sunday; the usual five where the file says none. */
  week: number[];
  exceptions: CalendarException[];
}

export const usualWeek: readonly number[] = [1, 2, 3, 4, 5];

/** More exceptions than that no calendar of a project needs; the newest are kept. */
export const maxExceptions = 400;

/** Days in order, those that follow one another and say the same as one stretch. */
export function joinExceptions(days: readonly CalendarException[]): CalendarException[] {
  const joined: CalendarException[] = [];
  for (const day of days.toSorted((a, b) => a.from.localeCompare(b.from))) {
    const last = joined.at(-1);
    const follows = last !== undefined && day.from <= fromDayCount(toDayCount(last.to) + 1);
    const isYear = last !== undefined && toDayCount(day.to) - toDayCount(last.from) > 365;
    if (last && follows && !isYear && last.works === day.works && last.name === day.name) {
      if (day.to > last.to) last.to = day.to;
    } else joined.push({ ...day });
  }
  return joined.slice(-maxExceptions);
}

/** 1 Monday to 7 Sunday, from a count that begins with Sunday as 1. */
export function fromSundayFirst(day: number): number {
  return day === 1 ? 7 : day - 1;
}
