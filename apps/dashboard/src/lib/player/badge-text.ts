import { formatTime, toLocalDate } from '#lib/i18n/clock.ts';
import { formatShortDate } from '#lib/i18n/dates.ts';
import { formatDuration } from '#lib/i18n/durations.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Badge, BadgeWord } from './badge.ts';

const words: Record<BadgeWord, () => string> = {
  live: m.badge_live,
  delayed: m.badge_delayed,
  behind: m.badge_behind,
  stalled: m.badge_stalled,
  frozen: m.badge_frozen,
  dark: m.badge_dark,
  obscured: m.badge_obscured,
  moved: m.badge_moved,
  asleep: m.badge_asleep,
  maintenance: m.badge_maintenance,
  offline: m.badge_offline,
  held: m.badge_held,
  recorded: m.badge_recorded,
  still: m.badge_still,
  connecting: m.badge_connecting,
  unknown: m.badge_unknown,
};

/** The badge in the reader's words: the word alone, and what stands beside it (`−4 s`, `since 14:02`). */
export interface BadgeText {
  /** All of it, `Offline since 14:02`. */
  whole: string;
  /** Without what changes every second: what a screen reader is told of a change. */
  spoken: string;
}

/** Puts a badge into words. `nowMs` decides whether a time needs its day beside it. */
export function toBadgeText(badge: Badge, zone: string, nowMs: number): BadgeText {
  const word = words[badge.word]();
  switch (badge.word) {
    case 'live':
      return { whole: badge.lagMs === null ? word : `${word} −${formatDuration(badge.lagMs)}`, spoken: word };
    case 'delayed':
    case 'behind':
      return { whole: badge.lagMs === null ? word : `${word} ${formatDuration(badge.lagMs)}`, spoken: word };
    case 'stalled':
    case 'frozen':
    case 'dark':
    case 'obscured':
    case 'moved':
    case 'asleep':
    case 'maintenance':
    case 'offline':
    case 'held':
      return sameBoth(
        badge.sinceMs === null ? word : m.badge_since({ word, time: toMomentText(badge.sinceMs, zone, nowMs) }),
      );
    case 'recorded':
    case 'still':
      return sameBoth(
        badge.sinceMs === null ? word : m.badge_at({ word, time: toMomentText(badge.sinceMs, zone, nowMs) }),
      );
    case 'connecting':
    case 'unknown':
      return sameBoth(word);
  }
}

/** `14:02`, on another day `12 Sep 14:02`, by the clock of the site. */
export function toMomentText(atMs: number, zone: string, nowMs: number): string {
  const day = toLocalDate(atMs, zone);
  const time = formatTime(atMs, zone);
  return day === toLocalDate(nowMs, zone) ? time : `${formatShortDate(day)} ${time}`;
}

const sameBoth = (text: string): BadgeText => ({ whole: text, spoken: text });
