import type { ArchiveDay } from '@sitecast/contract';

const minuteMs = 60_000;

/** Minutes of a day at the site. */
export const minutesOf = (day: ArchiveDay): number =>
  Math.round((Date.parse(day.to) - Date.parse(day.from)) / minuteMs);

/** The instant of a minute of the day. */
export const toInstantMs = (day: ArchiveDay, minute: number): number => Date.parse(day.from) + minute * minuteMs;

/** The minute of the day of an instant, not rounded. */
export const toMinute = (day: ArchiveDay, atMs: number): number => (atMs - Date.parse(day.from)) / minuteMs;

/** When the still nearest a minute was taken; null: the day has none. */
export function findStill(day: ArchiveDay, minute: number): number | null {
  let best: number | null = null;
  for (const second of day.stillSeconds) {
    if (best === null || Math.abs(second - minute * 60) < Math.abs(best - minute * 60)) best = second;
  }
  return best === null ? null : Date.parse(day.from) + best * 1_000;
}

/** The still before (-1) or after (1) the one shown; null: there is none. */
export function findNextStill(day: ArchiveDay, atMs: number | null, direction: -1 | 1): number | null {
  if (atMs === null) return null;
  const startMs = Date.parse(day.from);
  const times = day.stillSeconds.map((second) => startMs + second * 1_000);
  return (direction < 0 ? times.findLast((time) => time < atMs) : times.find((time) => time > atMs)) ?? null;
}

/** The address of a still by its instant. */
export function toStillUrl(camera: string, atMs: number): string {
  const name = new Date(atMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  return `/media/${camera}/stills/${name}Z.jpg`;
}

/** Longest stretch of one playlist; what follows is asked for when it ends. */
const hourMs = 3_600_000;

/** What can be played from an instant on. */
export interface Playable {
  fromMs: number;
  toMs: number;
  /** Everyone may play it; else who was granted the footage. */
  isPublic: boolean;
}

/** The footage from an instant on, or the next one within ten minutes; null: none is kept. */
export function findPlayable(day: ArchiveDay, atMs: number): Playable | null {
  const kept = day.kept.find((span) => Date.parse(span.to) > atMs + 1_000);
  if (!kept) return null;
  const fromMs = Math.max(atMs, Date.parse(kept.from));
  if (fromMs - atMs > 600_000) return null;
  const dayEndMs = Math.min(Date.parse(day.to), fromMs + hourMs);
  if (fromMs >= Date.parse(day.publicFrom)) return { fromMs, toMs: dayEndMs, isPublic: true };
  const pin = day.pins.find(({ from, to }) => fromMs >= Date.parse(from) && fromMs < Date.parse(to));
  return pin
    ? { fromMs, toMs: Math.min(dayEndMs, Date.parse(pin.to)), isPublic: true }
    : { fromMs, toMs: dayEndMs, isPublic: false };
}

/** The minute a day opens at: its stills near noon, and today its newest one. */
export function pickMinute(day: ArchiveDay, isToday: boolean): number {
  const last = day.stillSeconds.at(-1);
  if (isToday && last !== undefined) return Math.floor(last / 60);
  const still = findStill(day, 720);
  return still === null ? 720 : Math.floor(toMinute(day, still));
}
