import { cellColumns, cellRows, findChangedCells } from './picture.ts';

export interface SeenPicture {
  atMs: number;
  cells: Float64Array;
}

/** How many of the newest pictures are the same one, and since when. */
export interface Stillness {
  /** Steps from picture to picture without a change; 0: the newest differs from the one before. */
  steps: number;
  sinceMs: number;
}

const clockCellsMost = 12;
const clockRowsMost = 2;
/** Clocks are written along the upper or lower edge. */
const edgeRows = 2;

/**
 * Whether cells look like a burnt-in clock: few, in one line of text, along the upper or lower edge. A frozen picture on
 * which only that ticks is frozen; a real sensor changes many more cells by noise alone.
 */
export function looksLikeClock(cells: ReadonlySet<number>): boolean {
  if (cells.size === 0 || cells.size > clockCellsMost) return false;
  const rows = [...cells].map((cell) => Math.floor(cell / cellColumns));
  const top = Math.min(...rows);
  const bottom = Math.max(...rows);
  return bottom - top < clockRowsMost && (bottom < edgeRows || top >= cellRows - edgeRows);
}

/**
 * Looks back from the newest picture for as long as nothing changed outside the overlay, given or recognised. Each older
 * picture is compared with its successor and with the newest: slow light is a change although no step shows it.
 */
export function findStillness(pictures: readonly SeenPicture[], overlay: ReadonlySet<number>): Stillness {
  const newest = pictures.at(-1);
  if (!newest) return { steps: 0, sinceMs: 0 };
  const changed = new Set<number>();
  let still: Stillness = { steps: 0, sinceMs: newest.atMs };
  for (let index = pictures.length - 2; index >= 0; index -= 1) {
    const older = pictures[index];
    const next = pictures[index + 1];
    if (!older || !next) break;
    for (const cell of findChangedCells(older.cells, next.cells)) changed.add(cell);
    for (const cell of findChangedCells(older.cells, newest.cells)) changed.add(cell);
    for (const cell of overlay) changed.delete(cell);
    if (changed.size > 0 && !looksLikeClock(changed)) break;
    still = { steps: still.steps + 1, sinceMs: older.atMs };
  }
  return still;
}
