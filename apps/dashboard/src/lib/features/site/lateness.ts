import { formatDays, m } from '#lib/i18n/index.ts';

/** Days against the baseline in words: late, early, on time. */
export function sayLateness(days: number): string {
  if (days > 0) return m.ui_late({ days: formatDays(days) });
  return days < 0 ? m.ui_early({ days: formatDays(-days) }) : m.ui_on_time();
}
