import { addDays, toDayNumber } from './local-date.ts';

const formatters = new Map<string, Intl.DateTimeFormat>();

export interface LocalClock {
  date: string;
  /** `23:30` */
  time: string;
  /** `+05:00` */
  offset: string;
}

/** What calendar and clock of a zone say at an instant. @throws RangeError for an unknown zone or no instant. */
export function readLocalClock(instant: string, zone: string): LocalClock {
  const parts = new Map(
    formatterOf(zone)
      .formatToParts(new Date(instant))
      .map((part) => [part.type, part.value]),
  );
  const offset = (parts.get('timeZoneName') ?? 'GMT').replace('GMT', '');
  return {
    date: `${parts.get('year') ?? ''}-${parts.get('month') ?? ''}-${parts.get('day') ?? ''}`,
    time: `${parts.get('hour') ?? ''}:${parts.get('minute') ?? ''}`,
    offset: offset === '' ? '+00:00' : offset,
  };
}

/** The day it is in a zone at an instant. */
export function toLocalDate(instant: string, zone: string): string {
  return readLocalClock(instant, zone).date;
}

/**
 * The first instant that is no longer that day in the zone: the end of a status day, exclusive. Searched rather than
 * computed from an offset, so a day of 23 or 25 hours (Almaty on 2024-02-29) ends where its clocks say.
 */
export function toEndOfDay(date: string, zone: string): string {
  const nextDay = toDayNumber(addDays(date, 1)) * 86_400_000;
  let [before, after] = [nextDay - 15 * 3_600_000, nextDay + 15 * 3_600_000];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (toLocalDate(new Date(middle).toISOString(), zone) > date) after = middle;
    else before = middle;
  }
  return new Date(after).toISOString();
}

/**
 * The instant at which a zone's clocks show a day and a time (`12:15` or `12:15:30`): the earlier one where they show it
 * twice, the one an hour on where they skip it. @throws RangeError where it is no day or time.
 */
export function toInstantOfClock(date: string, time: string, zone: string): string {
  toDayNumber(date);
  const shown = Date.parse(`${date}T${time}Z`);
  if (Number.isNaN(shown)) throw new RangeError('not a time of day');
  // A zone's offsets a day before and after cover both sides of any change at that hour.
  const offsets = [-1, 1].map((side) => readOffsetMs(shown + side * 86_400_000, zone));
  const candidates = offsets.map((offset) => shown - offset).sort((a, b) => a - b);
  const exact = candidates.find((instant) => instant + readOffsetMs(instant, zone) === shown);
  return new Date(exact ?? candidates[1] ?? shown).toISOString();
}

function readOffsetMs(instant: number, zone: string): number {
  const [, sign, hours, minutes] =
    /^([+-])(\d{2}):(\d{2})/.exec(readLocalClock(new Date(instant).toISOString(), zone).offset) ?? [];
  const size = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? -size : size;
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      timeZoneName: 'longOffset',
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}
