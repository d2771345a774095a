import type { FaultList } from '../fault.ts';

/** Where a value stands, for what is said of it. */
export interface Place {
  line: number;
  field: string;
}

const pattern = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * The day of `2026-10-31`, `2026-10-31 08:00` or `2026-10-31T08:00:00`, local to the site. One that carries a zone is
 * taken as its own writer's day, and that is said. null: nothing stands there, or it was refused.
 */
export function parseDay(text: string | undefined, place: Place, faults: FaultList): string | null {
  const sent = text?.trim() ?? '';
  if (sent === '' || sent === 'NA') return null;
  const match = pattern.exec(sent);
  const day = sent.slice(0, 10);
  if (!match || !isCalendarDay(day)) {
    faults.error('date.invalid', { ...place, value: sent });
    return null;
  }
  if (day < '1970-01-01' || day > '2199-12-31') {
    faults.error('date.range', { ...place, value: sent });
    return null;
  }
  if (match[4] !== undefined) faults.warn('date.zone', { ...place, value: sent });
  return day;
}

function isCalendarDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === day;
}

const dayMs = 86_400_000;

/** Days since 1970 of a day that was checked. */
export function toDayCount(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00.000Z`) / dayMs);
}

/** The day so many days after 1970-01-01. */
export function fromDayCount(count: number): string {
  return new Date(count * dayMs).toISOString().slice(0, 10);
}
