/**
 * Days without a clock: `2026-10-31` is a day of the site, not an instant. The arithmetic runs on UTC days because
 * those always have 24 hours; no zone takes part in it.
 */
const dayMs = 86_400_000;
const dayForm = /^\d{4}-\d{2}-\d{2}$/;

/** Plans of thousands of items name a few hundred days, again and again. */
const knownDays = new Map<string, number>();
const mostKnown = 20_000;

/** Days since 1970-01-01. @throws RangeError where the text is not a calendar day. */
export function toDayNumber(date: string): number {
  const known = knownDays.get(date);
  if (known !== undefined) return known;
  const day = parseDay(date);
  if (knownDays.size >= mostKnown) knownDays.clear();
  knownDays.set(date, day);
  return day;
}

function parseDay(date: string): number {
  const time = Date.parse(`${date}T00:00:00.000Z`);
  // A day that its month does not have is read as one of the next month.
  if (!dayForm.test(date) || Number.isNaN(time) || new Date(time).getUTCDate() !== Number(date.slice(8))) {
    throw new RangeError('not a calendar day');
  }
  return time / dayMs;
}

/** The day so many days after 1970-01-01. */
export function fromDayNumber(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** The day so many days after another; before it where `days` is negative. @throws RangeError where it is not a day. */
export function addDays(date: string, days: number): string {
  return fromDayNumber(toDayNumber(date) + days);
}

/** Calendar days from one day to another; positive where `to` is later. */
export function countDays(from: string, to: string): number {
  return toDayNumber(to) - toDayNumber(from);
}

/** The last day of the month that lies `months` after the month of `date`. */
export function toMonthEnd(date: string, months = 0): string {
  const month = Number(date.slice(5, 7)) + months;
  // Day 0 of the next month is the last of this one; Date.UTC carries months over the year.
  return fromDayNumber(Date.UTC(Number(date.slice(0, 4)), month, 0) / dayMs);
}
