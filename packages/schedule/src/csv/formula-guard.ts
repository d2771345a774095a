/** An apostrophe before what a spreadsheet would run: `=`, `+`, `-`, `@`, a tab, a return. */
export function guardFormula(cell: string): string {
  return /^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

/** Whether a cell carries the apostrophe that `guardFormula` put there. */
export function isGuarded(cell: string): boolean {
  return /^'+[=+\-@\t\r]/.test(cell);
}
