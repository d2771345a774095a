import type { WorkingHours } from '@sitecast/contract';
import type { Span } from '@sitecast/hls';

const dayMs = 86_400_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** How far a zone's clock is ahead of UTC at an instant. */
function readOffsetMs(zone: string, atMs: number): number {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
    formatters.set(zone, formatter);
  }
  const name = formatter.formatToParts(atMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d{2}):?(\d{2})?/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** The local day of an instant, `2026-11-23`. */
export function toLocalDate(zone: string, atMs: number): string {
  return new Date(atMs + readOffsetMs(zone, atMs)).toISOString().slice(0, 10);
}

/** The next local days after one; negative: before it. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
}

/** The days from one to another, both included. */
export function listDates(from: string, to: string): string[] {
  const dates: string[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) dates.push(date);
  return dates;
}

/** 1 Monday … 7 Sunday. */
export function toWeekday(date: string): number {
  return new Date(date).getUTCDay() || 7;
}

/** A local day from midnight to midnight; with a change of the clock it is not 24 hours. */
export function toDaySpan(zone: string, date: string): Span {
  return { fromMs: toInstantMs(zone, date, 0), toMs: toInstantMs(zone, addDays(date, 1), 0) };
}

/** The hours in which a site works on a local day; null on a day off. */
export function toWorkingSpan(working: WorkingHours, date: string): Span | null {
  if (!working.days.includes(toWeekday(date)) || working.daysOff.includes(date)) return null;
  return {
    fromMs: toInstantMs(working.zone, date, readMinutes(working.from)),
    toMs: toInstantMs(working.zone, date, readMinutes(working.to)),
  };
}

/** An instant by the clock on a site's wall. */
export function toInstantMs(zone: string, date: string, minutes: number): number {
  const wallMs = Date.parse(date) + minutes * 60_000;
  const guessMs = wallMs - readOffsetMs(zone, wallMs);
  return wallMs - readOffsetMs(zone, guessMs);
}

function readMinutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
