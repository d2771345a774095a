import { addDays, toWeekday } from '../platform/local-day.ts';
import type { Pace } from './pace.ts';
import type { SiteDays } from './site-days.ts';

/** A stretch that has a time-lapse of its own: `2026-11-23`, `2026-W47`, `2026-11` or `job`. */
export interface Period {
  name: string;
  pace: Pace;
}

const dayMs = 86_400_000;
const isDate = (text: string) => {
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text;
};

/** What a name stands for; null where it is none. */
export function parsePeriod(name: string): Period | null {
  if (name === 'job') return { name, pace: 'job' };
  if (/^\d{4}-\d{2}-\d{2}$/.test(name)) return isDate(name) ? { name, pace: 'day' } : null;
  if (/^\d{4}-W\d{2}$/.test(name)) {
    const week = Number(name.slice(6));
    return week >= 1 && week <= 53 ? { name, pace: 'week' } : null;
  }
  if (/^\d{4}-\d{2}$/.test(name)) return isDate(`${name}-01`) ? { name, pace: 'month' } : null;
  return null;
}

/** Whether a site's day lies in a period. */
export function isWithin({ name, pace }: Period, date: string): boolean {
  switch (pace) {
    case 'job':
      return true;
    case 'day':
      return date === name;
    case 'month':
      return date.startsWith(`${name}-`);
    case 'week':
      return toWeek(date) === name;
  }
}

/** The ISO 8601 week of a day: `2026-W47`. Its year is that of its Thursday. */
export function toWeek(date: string): string {
  const thursday = new Date(addDays(date, 4 - toWeekday(date)));
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * dayMs)) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/**
 * What is kept ready without being asked, newest first: the last seven days, two weeks and two months, and the whole
 * job. Older ones are made when somebody wants them.
 */
export function listStandingPeriods(nowMs: number, days: SiteDays): Period[] {
  const dates = Array.from({ length: 8 }, (_, back) => days.toDate(nowMs - back * dayMs));
  const [today = ''] = dates;
  const lastMonth = addDays(`${today.slice(0, 7)}-01`, -1).slice(0, 7);
  const names = [
    ...['job', ...dates],
    ...new Set([toWeek(today), toWeek(dates[7] ?? today)]),
    ...[today.slice(0, 7), lastMonth],
  ];
  return names.flatMap((name) => parsePeriod(name) ?? []);
}
