import type { ScheduleItem } from './items/schedule-item.ts';

export interface ExportedItem extends Omit<ScheduleItem, 'line' | 'isMilestone'> {
  done: number | null;
}

/** The plan of a project as it leaves: the revision in force, and where its items stand. Money is not in it. */
export interface ScheduleExport {
  project: { code: string; title: string };
  revision: number | null;
  dataDate: string | null;
  items: ExportedItem[];
}

/** The export as JSON, two spaces deep, ending in a line break. */
export function writeJson(plan: ScheduleExport): string {
  return `${JSON.stringify({ format: 'sitecast-plan', version: 1, ...plan }, null, 2)}\n`;
}
