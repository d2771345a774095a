import { thumbnailHeight, thumbnailWidth } from './picture.ts';

/** The edges of a picture: what stays the same when the light changes. One strength a pixel, and the sums by column and row. */
export interface View {
  strength: Float32Array;
  columns: Float32Array;
  rows: Float32Array;
}

/** Measures the edges of a thumbnail, smoothed a little so that half a pixel of wind moves nothing. */
export function readView(gray: Uint8Array): View {
  const strength = new Float32Array(thumbnailWidth * thumbnailHeight);
  const columns = new Float32Array(thumbnailWidth);
  const rows = new Float32Array(thumbnailHeight);
  for (let y = 1; y < thumbnailHeight - 1; y += 1) {
    for (let x = 1; x < thumbnailWidth - 1; x += 1) {
      const at = y * thumbnailWidth + x;
      const across = (gray[at + 1] ?? 0) - (gray[at - 1] ?? 0);
      const down = (gray[at + thumbnailWidth] ?? 0) - (gray[at - thumbnailWidth] ?? 0);
      // The root holds one bright lamp from outweighing all walls.
      const edge = Math.sqrt(Math.abs(across) + Math.abs(down));
      strength[at] = edge;
      columns[x] = (columns[x] ?? 0) + edge;
      rows[y] = (rows[y] ?? 0) + edge;
    }
  }
  return { strength, columns, rows };
}

/** A shift in thumbnail pixels: the picture shows what the reference shows, moved so far to the right and down. */
export interface Shift {
  x: number;
  y: number;
}

/** How alike two views are where they overlap, −1 to 1, when the second is taken to be the first moved by `shift`. */
export function compareViews(reference: View, view: View, shift: Shift): number {
  let [count, sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0, 0];
  const fromX = Math.max(1, 1 + shift.x);
  const toX = Math.min(thumbnailWidth - 1, thumbnailWidth - 1 + shift.x);
  const fromY = Math.max(1, 1 + shift.y);
  const toY = Math.min(thumbnailHeight - 1, thumbnailHeight - 1 + shift.y);
  for (let y = fromY; y < toY; y += 1) {
    const row = y * thumbnailWidth;
    const other = (y - shift.y) * thumbnailWidth - shift.x;
    for (let x = fromX; x < toX; x += 1) {
      const a = reference.strength[other + x] ?? 0;
      const b = view.strength[row + x] ?? 0;
      count += 1;
      sumA += a;
      sumB += b;
      squaresA += a * a;
      squaresB += b * b;
      products += a * b;
    }
  }
  return toCorrelation({ count, sumA, sumB, squaresA, squaresB, products });
}

const searchX = 40;
const searchY = 24;

/** The shift between two views, each axis found by its own sums: 130 short comparisons instead of 4,000 long ones. */
export function findShift(reference: View, view: View): Shift {
  return {
    x: findLineShift(reference.columns, view.columns, searchX),
    y: findLineShift(reference.rows, view.rows, searchY),
  };
}

function findLineShift(reference: Float32Array, line: Float32Array, search: number): number {
  let best = { shift: 0, likeness: -2 };
  for (let shift = -search; shift <= search; shift += 1) {
    let [count, sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0, 0];
    const from = Math.max(1, 1 + shift);
    const to = Math.min(line.length - 1, line.length - 1 + shift);
    for (let at = from; at < to; at += 1) {
      const a = reference[at - shift] ?? 0;
      const b = line[at] ?? 0;
      count += 1;
      sumA += a;
      sumB += b;
      squaresA += a * a;
      squaresB += b * b;
      products += a * b;
    }
    const likeness = toCorrelation({ count, sumA, sumB, squaresA, squaresB, products });
    if (likeness > best.likeness + 1e-6) best = { shift, likeness };
  }
  return best.shift;
}

interface Sums {
  count: number;
  sumA: number;
  sumB: number;
  squaresA: number;
  squaresB: number;
  products: number;
}

function toCorrelation({ count, sumA, sumB, squaresA, squaresB, products }: Sums): number {
  if (count === 0) return 0;
  const spreadA = squaresA - (sumA * sumA) / count;
  const spreadB = squaresB - (sumB * sumB) / count;
  if (spreadA <= 0 || spreadB <= 0) return 0;
  return (products - (sumA * sumB) / count) / Math.sqrt(spreadA * spreadB);
}
