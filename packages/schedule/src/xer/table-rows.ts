import { ScheduleStop, type FaultList } from '../fault.ts';

/** One `%R` row, read by the names of its table's `%F` line. */
export interface XerRow {
  readonly line: number;
  /** The row as it stands in the file. It is cut into cells when it is read: most of them are never wanted. */
  readonly text: string;
}

/** One table: where each column stands differs from version to version, so it is found by name. */
export interface XerTable {
  readonly columns: ReadonlyMap<string, number>;
  readonly rows: XerRow[];
}

export interface XerFile {
  readonly header: readonly string[];
  /** How many relations there are of each project, the project of what comes before, kind, and whether with a lag. */
  readonly relations: ReadonlyMap<string, number>;
  readonly tables: ReadonlyMap<string, XerTable>;
}

/** Reads the tables that are wanted. Lines begin with ERMHDR, %T, %F, %R and %E, cells are parted by tabs. */
export function readTables(text: string, wanted: ReadonlySet<string>, maxRows: number, faults: FaultList): XerFile {
  const tables = new Map<string, XerTable>();
  let header: readonly string[] = [];
  const relations = new Map<string, number>();
  let table: { columns: Map<string, number>; rows: XerRow[] } | null = null;
  let isRelations = false;
  let line = 0;
  let rows = 0;
  let hasEnd = false;
  for (let start = 0; start < text.length && !hasEnd;) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const mark = text.slice(start, start + 2);
    line += 1;
    if (mark === '%R') {
      rows += 1;
      if (rows > maxRows) throw new ScheduleStop('limit.nodes', { line, value: String(maxRows) });
      if (table) {
        const row = { line, text: text.slice(start, end) };
        const cells = countCells(row.text);
        if (cells > table.columns.size) faults.warn('row.columns', { line, value: String(cells) });
        if (isRelations) countRow(relations, openRow(table, row));
        else table.rows.push(row);
      }
    } else if (mark === '%T') {
      const name = readCells(text, start, end)[0] ?? '';
      if (tables.has(name)) throw new ScheduleStop('column.twice', { line, field: name });
      isRelations = name === relationTable;
      table = wanted.has(name) || isRelations ? { columns: new Map(), rows: [] } : null;
      if (table) tables.set(name, table);
    } else if (mark === '%F') {
      for (const [index, name] of readCells(text, start, end).entries()) table?.columns.set(name, index);
    } else if (mark === '%E') hasEnd = true;
    else if (line === 1) header = readCells(text, start, end);
    start = end + 1;
  }
  // P6 ends every file with %E: one without it was cut off on its way.
  if (!hasEnd) throw new ScheduleStop('file.truncated', { line, field: '%E' });
  return { header, tables, relations };
}

const relationTable = 'TASKPRED';

function countRow(relations: Map<string, number>, cell: (column: string) => string): void {
  const isLagged = Number(cell('lag_hr_cnt').replace(',', '.') || '0') !== 0;
  const key = [cell('proj_id'), cell('pred_proj_id'), cell('pred_type'), isLagged ? '1' : '0'].join('\t');
  relations.set(key, (relations.get(key) ?? 0) + 1);
}

/** Without making any of them. */
function countCells(row: string): number {
  let count = 0;
  for (let at = row.indexOf('\t'); at >= 0; at = row.indexOf('\t', at + 1)) count += 1;
  return count;
}

function readCells(text: string, start: number, end: number): string[] {
  const last = text[end - 1] === '\r' ? end - 1 : end;
  return text.slice(start, last).split('\t').slice(1);
}

/** Reads the cells of one row by their columns; empty where the table has no such column or the row ends before it. */
export function openRow(table: XerTable, row: XerRow): (column: string) => string {
  const cells = readCells(row.text, 0, row.text.length);
  return (column) => {
    const index = table.columns.get(column);
    return index === undefined ? '' : (cells[index] ?? '');
  };
}

/** The cell of one column, where the others are not wanted. */
export function readCell(table: XerTable, row: XerRow, column: string): string {
  return openRow(table, row)(column);
}
