import type { LocalText } from '@sitecast/contract';
import { toDayMs, type CurveShape } from './curve-shape.ts';

/** A milestone that was reached, at its instant. */
export interface TimeStop {
  code: string;
  title: LocalText;
  atMs: number;
  /** The local date of it. */
  date: string;
}

/** One cursor over time: footage, curve and milestones stand where it stands. */
export interface TimeCursor {
  /** The instant that is looked at, epoch ms; null: now. */
  readonly atMs: number | null;
  /** Now, by the server's clock. */
  readonly nowMs: number;
  /** The local date of the instant, `2026-10-31`. */
  readonly date: string;
  /** The local date of now. */
  readonly today: string;
  /** Codes of the milestones reached by then; null: as each says itself. */
  readonly reached: ReadonlySet<string> | null;
  /** Percent done as of then, in basis points. */
  readonly percentBp: number | null;
  /** The milestones that were reached until now, oldest first. */
  readonly stops: readonly TimeStop[];
  moveTo(atMs: number): void;
  moveToDay(date: string): void;
  toLive(): void;
}

const dayMs = 86_400_000;

/** The days a cursor can stand on: from the first of the curve to today, counted from 0. */
export interface DayRange {
  fromMs: number;
  last: number;
}

/** The days of a curve on which there is something to see: none after today. */
export function toDayRange({ fromMs, toMs }: Pick<CurveShape, 'fromMs' | 'toMs'>, today: string): DayRange {
  const lastMs = Math.min(toMs, toDayMs(today));
  return { fromMs, last: Math.max(0, Math.round((lastMs - fromMs) / dayMs)) };
}

/** The day of a local date, kept within the range. */
export function toDayIndex({ fromMs, last }: DayRange, date: string): number {
  return Math.min(last, Math.max(0, Math.round((toDayMs(date) - fromMs) / dayMs)));
}

/** The local date of a day. */
export const toDateOfIndex = ({ fromMs }: DayRange, index: number): string =>
  new Date(fromMs + index * dayMs).toISOString().slice(0, 10);

/** The stop nearest a day, at most so many days from it; null: none is. */
export function findStop(
  stops: readonly TimeStop[],
  range: DayRange,
  index: number,
  withinDays: number,
): TimeStop | null {
  const away = (stop: TimeStop): number => Math.abs(toDayIndex(range, stop.date) - index);
  const [nearest] = stops.toSorted((a, b) => away(a) - away(b));
  return nearest && away(nearest) <= withinDays ? nearest : null;
}

/** The stop before (-1) or after (1) an instant; null: there is none. Within a minute is the same instant. */
export function findNextStop(stops: readonly TimeStop[], atMs: number, direction: -1 | 1): TimeStop | null {
  const found =
    direction < 0
      ? stops.findLast((stop) => stop.atMs < atMs - 60_000)
      : stops.find((stop) => stop.atMs > atMs + 60_000);
  return found ?? null;
}
