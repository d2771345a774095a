import type { Locale } from '@sitecast/contract';
import { formatDate } from './dates.ts';
import { getLocale } from './locale.ts';

const minuteMs = 60_000;

/** Almaty has kept UTC+5 since 1 March 2024; many devices still carry older tables and would say +6. */
const almatySince = Date.parse('2024-02-29T18:00:00Z');

/** How far a zone's clock is ahead of UTC at an instant, in minutes. */
export function zoneOffsetMinutes(zone: string, at: number): number {
  if (zone === 'Asia/Almaty' && at >= almatySince) return 300;
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(at);
  const read = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'));
  return Math.round((wall - Math.floor(at / minuteMs) * minuteMs) / minuteMs);
}

const toInstant = (at: string | number) => (typeof at === 'number' ? at : Date.parse(at));

function wallOf(at: string | number, zone: string): Date {
  const instant = toInstant(at);
  return new Date(instant + zoneOffsetMinutes(zone, instant) * minuteMs);
}

/** The local date of an instant in a zone, `2026-10-31`. */
export const toLocalDate = (at: string | number, zone: string): string => wallOf(at, zone).toISOString().slice(0, 10);

/** `14:02`, or `14:02:07`, on the clock of a zone. */
export const formatTime = (at: string | number, zone: string, seconds = false): string =>
  wallOf(at, zone)
    .toISOString()
    .slice(11, seconds ? 19 : 16);

/** `12 September 2025, 14:02` on the clock of a zone. */
export function formatInstant(at: string | number, zone: string, locale: Locale = getLocale()): string {
  return `${formatDate(toLocalDate(at, zone), locale)}, ${formatTime(at, zone)}`;
}

/** `UTC+5`, `UTC+5:30`, `UTC`. */
export function formatOffset(zone: string, at: string | number): string {
  const minutes = zoneOffsetMinutes(zone, toInstant(at));
  if (minutes === 0) return 'UTC';
  const sign = minutes < 0 ? '−' : '+';
  const rest = Math.abs(minutes) % 60;
  return `UTC${sign}${Math.floor(Math.abs(minutes) / 60)}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}
