import type { CameraHealth, WorkingHours } from '@sitecast/contract';
import { toInstant } from '../../platform/clock.ts';
import type { CameraTable } from './tables.ts';

/** What a camera that is planned off may look like without being in trouble. */
const sleeping: readonly CameraHealth['state'][] = ['starting', 'stalled', 'offline', 'dark'];
const minuteMs = 60_000;
/** A schedule repeats each week; a holiday on each side of it at most doubles that. */
const searchMinutes = 15 * 24 * 60;

/**
 * What was planned, laid over what was measured: maintenance over everything, and sleep over silence and darkness
 * outside the camera's hours. What is live stays live: a picture that moves is no lie.
 */
export function toPlannedHealth(
  row: Pick<CameraTable, 'schedule' | 'maintenance_at' | 'maintenance_until'>,
  health: CameraHealth,
  nowMs: number,
): CameraHealth {
  const { maintenance_at: at, maintenance_until: until } = row;
  if (at !== null && until !== null && Date.parse(until) > nowMs) {
    return { state: 'maintenance', since: at, lastFrameAt: health.lastFrameAt, until };
  }
  if (row.schedule === null || !sleeping.includes(health.state)) return health;
  const hours = JSON.parse(row.schedule) as WorkingHours;
  if (isOn(hours, nowMs)) return health;
  const edges = findEdges(hours, nowMs);
  const since = edges.since === null ? health.since : toInstant(Math.max(edges.since, Date.parse(health.since)));
  return {
    state: 'asleep',
    since,
    lastFrameAt: health.lastFrameAt,
    until: edges.until === null ? null : toInstant(edges.until),
  };
}

/** Whether a camera is meant to be on then. */
export function isOn(hours: WorkingHours, atMs: number): boolean {
  const { weekday, date, time } = readLocal(hours.zone, atMs);
  if (!hours.days.includes(weekday) || hours.daysOff.includes(date)) return false;
  return time >= hours.from && time < hours.to;
}

/** When the present stretch of sleep began and when it ends, to the minute; null beyond two weeks. */
function findEdges(hours: WorkingHours, atMs: number): { since: number | null; until: number | null } {
  const minute = Math.floor(atMs / minuteMs) * minuteMs;
  return { since: walk(hours, minute, -1), until: walk(hours, minute, 1) };
}

/** The first minute after it that is on, or the first before it that follows one that is on: by hours, then by minutes. */
function walk(hours: WorkingHours, fromMs: number, direction: 1 | -1): number | null {
  const quarterMs = 15 * minuteMs;
  for (let passedMs = quarterMs; passedMs < searchMinutes * minuteMs; passedMs += quarterMs) {
    if (!isOn(hours, fromMs + direction * passedMs)) continue;
    for (let backMs = quarterMs; backMs >= 0; backMs -= minuteMs) {
      const at = fromMs + direction * (passedMs - backMs);
      if (isOn(hours, at)) return direction === 1 ? at : at + minuteMs;
    }
  }
  return null;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function readLocal(zone: string, atMs: number): { weekday: number; date: string; time: string } {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
  formats.set(zone, format);
  const parts = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const weekday = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts['weekday'] ?? '') + 1;
  return {
    weekday,
    date: `${parts['year']}-${parts['month']}-${parts['day']}`,
    time: `${parts['hour']}:${parts['minute']}`,
  };
}
