import type { FuzzyDate } from '@sitecast/contract';

const dayMs = 86_400_000;
const toDay = (date: string): number => Date.parse(`${date}T00:00:00.000Z`) / dayMs;

/** Days from a local day to a date, negative when it has passed; null where the date is not known to the day. */
export function countDaysTo(date: FuzzyDate | null, today: string): number | null {
  if (date === null || date.from !== date.to) return null;
  return toDay(date.from) - toDay(today);
}
