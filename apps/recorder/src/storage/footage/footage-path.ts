import { join } from 'node:path';

/** The hour a segment is kept under: UTC, `2026-11-23` and `05`. */
export interface FootageHour {
  day: string;
  hour: string;
}

export const hourMs = 3_600_000;

/** The UTC hour in whose file a segment lies. */
export function toFootageHour(startMs: number): FootageHour {
  const instant = new Date(startMs).toISOString();
  return { day: instant.slice(0, 10), hour: instant.slice(11, 13) };
}

/** Start of an hour's folder names, or null where they are not such names (a foreign file in the folder). */
export function parseFootageHour(day: string, hour: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !/^\d{2}$/.test(hour)) return null;
  const startMs = Date.parse(`${day}T${hour}:00:00.000Z`);
  return Number.isNaN(startMs) ? null : startMs;
}

/** Files of an hour. Only ids that were checked and numbers get here (MEDIA6). */
export function toFootagePaths(folder: string, at: FootageHour): { data: string; index: string } {
  const stem = join(folder, at.day, at.hour);
  return { data: `${stem}.m4s`, index: `${stem}.idx` };
}

/** Where a codec setup lies, by the hash of its content. */
export function toInitPath(folder: string, initId: string): string {
  return join(folder, `init-${initId}.mp4`);
}

/** Where pinned moments are when the hours they were in had to go. */
export function toPinnedFolder(folder: string): string {
  return join(folder, 'pinned');
}
