import { ScheduleStop } from '../fault.ts';
import type { XerFile, XerTable } from './table-rows.ts';

/** A table without which there is no plan, with the columns that name its rows. */
export function requireTable(file: XerFile, name: string, columns: readonly string[]): XerTable {
  const table = file.tables.get(name);
  if (!table) throw new ScheduleStop('project.missing', { field: name });
  const missing = columns.find((column) => !table.columns.has(column));
  if (missing !== undefined) throw new ScheduleStop('column.missing', { field: `${name}.${missing}` });
  return table;
}
