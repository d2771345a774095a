import type { DatePrecision, FuzzyDate } from '@sitecast/contract';
import { addDays, toMonthEnd } from '@sitecast/progress';

const monthsOf: Record<Exclude<DatePrecision, 'day' | 'window'>, number> = {
  month: 1,
  quarter: 3,
  season: 3,
  year: 12,
};

/**
 * The first and last day a date means that a person chose with how exactly they mean it. A season is meteorological:
 * spring begins in March. `to` counts for a window alone.
 */
export function toFuzzyDate(day: string, to: string, precision: DatePrecision): FuzzyDate {
  if (precision === 'day') return { from: day, to: day, precision };
  if (precision === 'window') return { from: day, to: to < day ? day : to, precision };
  const months = monthsOf[precision];
  const [year = 0, month = 1] = day.split('-').map(Number);
  const offset = precision === 'season' ? month % 3 : (month - 1) % months;
  const from = toFirst(year, month - offset);
  return { from, to: toMonthEnd(from, months - 1), precision };
}

function toFirst(year: number, month: number): string {
  const [ownYear, ownMonth] = month < 1 ? [year - 1, month + 12] : [year, month];
  return addDays(toMonthEnd(`${ownYear}-${String(ownMonth).padStart(2, '0')}-01`, -1), 1);
}
