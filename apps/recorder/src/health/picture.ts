/** Size of a health thumbnail, one gray byte a pixel, one thumbnail a key frame. */
export const thumbnailWidth = 160;
export const thumbnailHeight = 90;
const cellSize = 10;
export const cellColumns = thumbnailWidth / cellSize;
export const cellRows = thumbnailHeight / cellSize;
/** Mean gray levels by which a cell must differ to count as changed: below the sensor noise of a static scene. */
const changeThreshold = 0.35;

export interface PictureFigures {
  /** Mean gray level, 0–255. */
  mean: number;
  /** Standard deviation of the gray levels. */
  deviation: number;
  /** Mean absolute Laplacian: how sharp the picture is. */
  laplacian: number;
  /** Mean gray level of each cell, row by row. */
  cells: Float64Array;
}

/** Measures a thumbnail. Throws a RangeError where it is not 160 × 90 bytes. */
export function measurePicture(gray: Uint8Array): PictureFigures {
  if (gray.length !== thumbnailWidth * thumbnailHeight) throw new RangeError('a thumbnail is 160 × 90 bytes');
  const cells = new Float64Array(cellColumns * cellRows);
  let sum = 0;
  let squares = 0;
  let edges = 0;
  for (let y = 0; y < thumbnailHeight; y += 1) {
    const row = y * thumbnailWidth;
    const cellRow = Math.floor(y / cellSize) * cellColumns;
    for (let x = 0; x < thumbnailWidth; x += 1) {
      const level = gray[row + x] ?? 0;
      const cell = cellRow + Math.floor(x / cellSize);
      cells[cell] = (cells[cell] ?? 0) + level;
      sum += level;
      squares += level * level;
      if (x === 0 || y === 0 || x === thumbnailWidth - 1 || y === thumbnailHeight - 1) continue;
      const around =
        (gray[row + x - 1] ?? 0) +
        (gray[row + x + 1] ?? 0) +
        (gray[row + x - thumbnailWidth] ?? 0) +
        (gray[row + x + thumbnailWidth] ?? 0);
      edges += Math.abs(around - 4 * level);
    }
  }
  const mean = sum / gray.length;
  return {
    mean,
    deviation: Math.sqrt(Math.max(0, squares / gray.length - mean * mean)),
    laplacian: edges / ((thumbnailWidth - 2) * (thumbnailHeight - 2)),
    cells: cells.map((total) => total / (cellSize * cellSize)),
  };
}

/** The cells that differ between two pictures, by index. */
export function findChangedCells(before: Float64Array, after: Float64Array): number[] {
  const changed: number[] = [];
  for (let cell = 0; cell < after.length; cell += 1) {
    if (Math.abs((after[cell] ?? 0) - (before[cell] ?? 0)) > changeThreshold) changed.push(cell);
  }
  return changed;
}
