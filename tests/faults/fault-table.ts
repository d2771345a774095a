/** What one fault did, as a visitor of the page saw it. */
export interface FaultRow {
  fault: string;
  /** What the page called the picture meanwhile; null: it stayed live. */
  said: string | null;
  /** From the fault to that word. */
  noticedMs: number | null;
  /** From the end of the fault to a live picture that was taken after it. */
  backMs: number;
  /** Segments listed before the fault that are no longer there. */
  lost: number;
}

const toSeconds = (ms: number | null): string => (ms === null ? '–' : (ms / 1_000).toFixed(1));

/** The rows as a table of plain text, the columns in line. */
export function toFaultTable(rows: readonly FaultRow[]): string {
  const head = ['fault', 'the page said', 'after s', 'live again after s', 'segments lost'];
  const cells = [
    head,
    ...rows.map(({ fault, said, noticedMs, backMs, lost }) => [
      fault,
      said ?? 'live',
      toSeconds(noticedMs),
      toSeconds(backMs),
      String(lost),
    ]),
  ];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
