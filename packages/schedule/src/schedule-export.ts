import type { CalendarException } from './calendars/plan-calendar.ts';
import type { ItemPhase, ScheduleItem } from './items/schedule-item.ts';

export interface ExportedItem extends Omit<ScheduleItem, 'line' | 'isMilestone' | 'started'> {
  /** Working days from the first planned day to the last; null where the plan says no first one. */
  workDays: number | null;
}

/** The days that the plan works; public holidays are among its exceptions. */
export interface ExportedCalendar {
  name: string;
  week: number[];
  minutesPerDay: number;
  exceptions: CalendarException[];
}

/** The plan of a project as it leaves: the revision in force, and where its items stand. Money is not in it. */
export interface ScheduleExport {
  project: { code: string; title: string };
  revision: number | null;
  dataDate: string | null;
  items: ExportedItem[];
  phases: ItemPhase[];
  /** null: every day is worked. */
  calendar: ExportedCalendar | null;
}

/** The export as JSON, two spaces deep, ending in a line break. */
export function writeJson(plan: ScheduleExport): string {
  return `${JSON.stringify({ format: 'sitecast-plan', version: 1, ...plan }, null, 2)}\n`;
}
