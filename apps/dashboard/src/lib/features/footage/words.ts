import type { OutageCause } from '@sitecast/contract';
import { m } from '#lib/i18n/index.ts';

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
