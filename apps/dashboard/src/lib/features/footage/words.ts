import type { OutageCause } from '@sitecast/contract';
import { formatInstant, formatTime, m, toLocalDate } from '#lib/i18n/index.ts';
import type { Coming } from './coming.ts';

/** Why nothing was recorded, in the reader's language. */
export const causeWords: Record<OutageCause, () => string> = {
  'source-offline': m.archive_cause_source_offline,
  'uplink-offline': m.archive_cause_uplink_offline,
  'recorder-down': m.archive_cause_recorder_down,
  'disk-full': m.archive_cause_disk_full,
  'scheduled-off': m.archive_cause_scheduled_off,
  maintenance: m.archive_cause_maintenance,
  held: m.archive_cause_held,
  lost: m.archive_cause_lost,
};

/** Weekdays from Monday on, short. */
export const readWeekdays = (): string[] => m.archive_weekdays().split(' ');

/** What becomes of an outage, in the reader's language; the hour alone where it is today. */
export function sayComing(coming: Coming, zone: string): string {
  switch (coming.kind) {
    case 'by': {
      const isToday = toLocalDate(coming.byMs, zone) === toLocalDate(Date.now(), zone);
      return m.archive_coming_by({ time: isToday ? formatTime(coming.byMs, zone) : formatInstant(coming.byMs, zone) });
    }
    case 'waits':
      return m.archive_coming_waits();
    case 'line':
      return m.archive_coming_line();
    case 'lost':
      return m.archive_coming_lost();
  }
}
