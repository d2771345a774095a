/** Nearer to the edge than this is the live edge itself: a whole segment and the time to get it. */
export const edgeWithinMs = 5_000;
/** The live playlist lists half a minute; less is relied on, because it moves on while the page asks. */
const liveReachMs = 20_000;
/** Footage asked for at once: its playlist is 4 kB on the line, and a viewer who jumps on has not paid for an hour. */
const stretchMs = 600_000;
/** Where nothing was recorded the next footage is looked for in the longest stretches that are given out. */
const searchMs = 7_200_000;

const hourMs = 3_600_000;
/** The public goes back so far where nobody said otherwise. */
const usualMinutes = 60;

/** What the public may go back; whoever is granted more may go back as far as anything was recorded. */
export const toPublicWindowMs = (publicMinutes: number | undefined): number => (publicMinutes ?? usualMinutes) * 60_000;

/** Lengths of the bar that are offered to who may look back so far: an hour, a day, thirty days, and all of it where that is another. */
export function listBarSpans(windowMs: number): number[] {
  const spans = [hourMs, 24 * hourMs, 720 * hourMs].filter((one) => one <= windowMs);
  return Number.isFinite(windowMs) && spans.at(-1) !== windowMs ? [...spans, windowMs] : spans;
}

/** The oldest picture that one press leads to: that of the hour, or the first that may be seen. */
export const toOldestMs = (edgeAtMs: number, windowMs: number): number => edgeAtMs - Math.min(windowMs, hourMs) + 5_000;

/** Where the picture of an instant comes from. */
export type Course =
  | { kind: 'live' }
  /** In the live playlist, behind its edge. */
  | { kind: 'near'; atMs: number }
  /** In a playlist of the past, which ends at `toMs`. */
  | { kind: 'recorded'; atMs: number; toMs: number };

/** Finds the way to an instant. `nowMs` is the server's time; nothing before `now − window` is shown. */
export function planCourse(atMs: number, nowMs: number, windowMs: number): Course {
  const wantedMs = Math.max(atMs, nowMs - windowMs);
  if (wantedMs > nowMs - edgeWithinMs) return { kind: 'live' };
  if (wantedMs >= nowMs - liveReachMs) return { kind: 'near', atMs: wantedMs };
  return { kind: 'recorded', atMs: wantedMs, toMs: Math.min(wantedMs + stretchMs, nowMs) };
}

/** The way on from the end of a playlist of the past, at most to the live edge. */
export function planNext(endMs: number, nowMs: number): Course {
  return planCourse(endMs, nowMs, Number.POSITIVE_INFINITY);
}

/** The way on where a stretch holds nothing: the next that does, and in the end what comes live. */
export function planSearch(emptyToMs: number, nowMs: number): Course {
  if (emptyToMs >= nowMs - liveReachMs) return { kind: 'live' };
  return { kind: 'recorded', atMs: emptyToMs, toMs: Math.min(emptyToMs + searchMs, nowMs) };
}

/**
 * After a pause the picture goes on where it stood; one that was so long that it may not be shown any more goes on
 * live, which the badge then says.
 */
export function planResume(heldAtMs: number, nowMs: number, windowMs: number): Course {
  return heldAtMs < nowMs - windowMs ? { kind: 'live' } : planCourse(heldAtMs, nowMs, windowMs);
}

/** A distance as a clock shows it: `0:07`, `12:40`, `3:05:09`; from two days on in hours all the same. */
export function toClockText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const pad = (count: number): string => String(count).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const rest = pad(seconds % 60);
  return hours > 0 ? `${hours}:${pad(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** Address of a stretch of the past beside a live playlist, or below the address that was granted. */
export function toReplayUrl(base: string, fromMs: number, toMs: number): string {
  const instant = (ms: number): string => encodeURIComponent(new Date(Math.round(ms)).toISOString());
  return `${base}replay.m3u8?from=${instant(fromMs)}&to=${instant(toMs)}`;
}

const liveName = /live\.m3u8$/;

/** The folder of a camera's footage; null where its address is of another kind. */
export function toFootageBase(playlistUrl: string | null): string | null {
  return playlistUrl !== null && liveName.test(playlistUrl) ? playlistUrl.replace(liveName, '') : null;
}

/** The same stream with parts; a delayed one has none. */
export function toLowLatencyUrl(playlistUrl: string | null, delayS: number): string | null {
  const base = toFootageBase(playlistUrl);
  return base === null || delayS > 0 ? null : `${base}low-latency.m3u8`;
}
