import type { ArchiveDay, ArchiveMonth } from '@sitecast/contract';
import { toLocalDate } from '#lib/i18n/clock.ts';
import { findPlayable, findStill, toMinute, toStillUrl, type Playable } from '../footage/day-time.ts';

/** What a camera has of an instant. */
export interface Sight {
  /** The still nearest the instant; null: there is none within reach. */
  still: { url: string; atMs: number } | null;
  /** Footage of the instant itself; null: none is kept. */
  footage: Playable | null;
}

/** A still further away than this shows another site. */
const reachDays = 20;
const dayMs = 86_400_000;

export type ReadArchive = <T>(path: string) => Promise<T | null>;

/** Looks up what a camera recorded of an instant, or of the nearest day that shows something. null: it cannot be asked. */
export async function findSight(camera: string, atMs: number, zone: string, read: ReadArchive): Promise<Sight | null> {
  const base = `/api/cameras/${camera}/archive`;
  const date = toLocalDate(atMs, zone);
  const day = await read<ArchiveDay>(`${base}/days/${date}`);
  if (day === null) return null;
  const footage = findPlayable(day, atMs);
  const near = day.stills > 0 ? day : await readNearestDay(base, date, read);
  const stillMs = near ? findStill(near, toMinute(near, atMs)) : null;
  return { still: stillMs === null ? null : { url: toStillUrl(camera, stillMs), atMs: stillMs }, footage };
}

async function readNearestDay(base: string, date: string, read: ReadArchive): Promise<ArchiveDay | null> {
  const noonMs = Date.parse(`${date}T12:00:00.000Z`);
  const months = new Set([-reachDays, 0, reachDays].map((days) => toMonth(noonMs + days * dayMs)));
  const found = await Promise.all([...months].map((month) => read<ArchiveMonth>(`${base}/months/${month}`)));
  const nearest = pickNearestDay(
    found.flatMap((month) => month?.days ?? []),
    date,
  );
  return nearest === null ? null : read<ArchiveDay>(`${base}/days/${nearest}`);
}

/** Of the days that have stills the one nearest a date, the earlier of two; null: none is near enough. */
export function pickNearestDay(days: readonly { date: string; stills: number }[], date: string): string | null {
  const away = (other: string): number => Math.abs(Date.parse(other) - Date.parse(date)) / dayMs;
  const [nearest] = days
    .filter((day) => day.stills > 0 && away(day.date) <= reachDays)
    .toSorted((a, b) => away(a.date) - away(b.date) || a.date.localeCompare(b.date));
  return nearest?.date ?? null;
}

const toMonth = (ms: number): string => new Date(ms).toISOString().slice(0, 7);
