import type { ExportTable } from './export-table.ts';

/**
 * A text that a spreadsheet would take for a formula gets an apostrophe before it: a name typed by somebody must not
 * run on the machine of whoever opens the file.
 */
export function neutralise(text: string): string {
  // The full-width signs begin a formula where spreadsheets are set to an East Asian language.
  return /^[=+\-@\t\r\n|＝＋－＠]/.test(text.trimStart()) || /^[\t\r\n]/.test(text) ? `'${text}` : text;
}

/** RFC 4180 with a byte order mark, so that spreadsheets read Cyrillic, Hangul and Han. Tables follow one another. */
export function toCsv(tables: readonly ExportTable[]): string {
  const blocks = tables.map(({ columns, rows }) =>
    [columns.map((column) => column.title), ...rows].map((row) => row.map(toCell).join(',')).join('\r\n'),
  );
  return `\uFEFF${blocks.join('\r\n\r\n')}\r\n`;
}

function toCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = neutralise(value);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
