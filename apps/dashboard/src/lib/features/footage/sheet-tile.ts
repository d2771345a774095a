import type { Sheet } from '@sitecast/contract';

/** Where a tile lies on its sheet, as CSS of an element of any size of its shape. */
export interface TileStyle {
  image: string;
  size: string;
  position: string;
}

/** The tile of a sheet by its place in `at`. */
export function toTileStyle(sheet: Sheet, index: number): TileStyle {
  const rows = Math.ceil(sheet.at.length / sheet.columns);
  const column = index % sheet.columns;
  const row = Math.floor(index / sheet.columns);
  const share = (part: number, parts: number): number => (parts > 1 ? (part / (parts - 1)) * 100 : 0);
  return {
    image: `url("${sheet.url}")`,
    size: `${sheet.columns * 100}% ${rows * 100}%`,
    position: `${share(column, sheet.columns)}% ${share(row, rows)}%`,
  };
}

/** The tile nearest an instant, at most so far from it; -1: there is none. */
export function findTile(sheet: Sheet, atMs: number, withinMs: number): number {
  let best = -1;
  let bestMs = withinMs;
  for (const [index, at] of sheet.at.entries()) {
    const awayMs = Math.abs(Date.parse(at) - atMs);
    if (awayMs <= bestMs) {
      best = index;
      bestMs = awayMs;
    }
  }
  return best;
}
