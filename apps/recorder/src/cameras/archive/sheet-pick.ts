import { createHash } from 'node:crypto';
import type { Span } from '@sitecast/hls';
import { listDates, toDaySpan, toInstantMs } from '../../platform/local-day.ts';

const slotMs = 600_000;
const hourMs = 3_600_000;

/** Form of a sheet's name: a day's or a month's, and what is on it. */
export const sheetForm = /^(\d{4}-\d{2}(?:-\d{2})?)-([0-9a-f]{12})$/;

/** What is on a sheet: stills in order of time. */
export interface SheetPick {
  /** `2026-11-23` or `2026-11`. */
  period: string;
  instants: readonly number[];
  columns: number;
}

/**
 * The name says what is on it: another choice of stills, or stills shown otherwise (a mask), is another sheet, and an
 * address never changes its bytes. `describe` tells how a still is shown.
 */
export function toSheetName({ period, instants }: SheetPick, describe: (atMs: number) => string): string {
  const content = instants.map((atMs) => `${atMs} ${describe(atMs)}`).join('\n');
  return `${period}-${createHash('sha256').update(content).digest('hex').slice(0, 12)}`;
}

/** One still for each ten minutes of a local day, as far as its hours are over. */
export function pickDay(period: string, day: Span, times: readonly number[], nowMs: number): SheetPick {
  const endMs = Math.min(day.toMs, Math.floor(nowMs / hourMs) * hourMs);
  const slots = new Map<number, number>();
  for (const atMs of times) {
    const slot = Math.floor((atMs - day.fromMs) / slotMs);
    if (atMs >= day.fromMs && atMs < endMs && !slots.has(slot)) slots.set(slot, atMs);
  }
  return { period, instants: [...slots.values()], columns: 12 };
}

/** The still nearest noon of each local day of a month. */
export function pickMonth(month: string, zone: string, times: readonly number[], nowMs: number): SheetPick {
  const endMs = Math.floor(nowMs / hourMs) * hourMs;
  const instants: number[] = [];
  let index = 0;
  for (const date of listMonth(month)) {
    const day = toDaySpan(zone, date);
    const noonMs = toInstantMs(zone, date, 720);
    let nearest: number | null = null;
    for (let atMs = times[index]; atMs !== undefined && atMs < Math.min(day.toMs, endMs); atMs = times[(index += 1)]) {
      if (atMs >= day.fromMs && (nearest === null || Math.abs(atMs - noonMs) < Math.abs(nearest - noonMs)))
        nearest = atMs;
    }
    if (nearest !== null) instants.push(nearest);
  }
  return { period: month, instants, columns: 7 };
}

/** The days of a month, `2026-11`. */
export function listMonth(month: string): string[] {
  const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();
  return listDates(`${month}-01`, `${month}-${String(last).padStart(2, '0')}`);
}
