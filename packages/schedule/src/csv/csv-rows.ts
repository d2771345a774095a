import { ScheduleStop } from '../fault.ts';

export interface CsvRow {
  /** The line on which the row begins: a quoted cell may run over several. */
  readonly line: number;
  readonly cells: string[];
}

/**
 * Rows of comma or semicolon separated text (RFC 4180), empty lines left out. Written here because the libraries count
 * rows, and a person looks for the line.
 */
export function readCsvRows(text: string, separator: string, maxRows: number): CsvRow[] {
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let rowLine = 1;
  let line = 1;
  let at = 0;
  const endRow = (): void => {
    if (cells.some((cell) => cell.trim() !== '')) {
      if (rows.length >= maxRows) throw new ScheduleStop('limit.nodes', { line, value: String(maxRows) });
      rows.push({ line: rowLine, cells });
    }
    cells = [];
  };
  while (at < text.length) {
    if (text[at] === '"') {
      const cell = readQuoted(text, at, line);
      cells.push(cell.value);
      at = cell.end;
      line += cell.breaks;
    } else {
      const end = findEnd(text, at, separator);
      cells.push(text.slice(at, end));
      at = end;
    }
    const next = text[at];
    if (next === separator) {
      at += 1;
      // A separator at the very end of the text begins one more, empty cell.
      if (at >= text.length || text[at] === '\n' || text[at] === '\r') cells.push('');
      if (at < text.length && text[at] !== '\n' && text[at] !== '\r') continue;
    } else if (next !== undefined && next !== '\n' && next !== '\r') {
      throw new ScheduleStop('csv.quote', { line, value: text.slice(at, at + 20) });
    }
    if (text[at] === '\r') at += text[at + 1] === '\n' ? 2 : 1;
    else if (text[at] === '\n') at += 1;
    endRow();
    line += 1;
    rowLine = line;
  }
  endRow();
  return rows;
}

function findEnd(text: string, from: number, separator: string): number {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return at;
}

function readQuoted(text: string, from: number, line: number): { value: string; end: number; breaks: number } {
  let value = '';
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) throw new ScheduleStop('csv.quote', { line, value: text.slice(from, from + 20) });
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      return { value, end: quote + 1, breaks: countBreaks(value) };
    }
    value += '"';
    at = quote + 2;
  }
}

function countBreaks(value: string): number {
  return value.split('\n').length - 1;
}
