import type { Polygon } from '@sitecast/contract';

/**
 * Pixels by which a mask is drawn larger than it was given: at its edge the encoder mixes both sides by up to half a
 * block, and players smooth colours over two pixels more.
 */
const marginPx = 6;

/**
 * Which pixels are hidden, one byte each, row by row. More is hidden than the polygons hold, never less: the inside of
 * every winding, the edges themselves, a margin, and every 2 × 2 block that is touched, because colour is kept for
 * blocks of that size.
 */
export function drawMask(polygons: readonly Polygon[], width: number, height: number): Uint8Array {
  const hidden = new Uint8Array(width * height);
  for (const polygon of polygons) {
    const corners = polygon.map(([x, y]) => ({ x: x * width, y: y * height }));
    fillInside(hidden, corners, width, height);
    drawEdges(hidden, corners, width, height);
  }
  return alignToBlocks(widen(hidden, width), width, height);
}

interface Corner {
  x: number;
  y: number;
}

function eachEdge(corners: readonly Corner[], take: (from: Corner, to: Corner) => void): void {
  corners.forEach((from, index) => {
    const to = corners[(index + 1) % corners.length];
    if (to) take(from, to);
  });
}

/** Nonzero winding at the middle of each row of pixels: where a polygon crosses itself, all it goes round is inside. */
function fillInside(hidden: Uint8Array, corners: readonly Corner[], width: number, height: number): void {
  for (let row = 0; row < height; row += 1) {
    const y = row + 0.5;
    const crossings: { x: number; turn: number }[] = [];
    eachEdge(corners, (from, to) => {
      if (from.y <= y === to.y <= y) return;
      const x = from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x);
      crossings.push({ x, turn: from.y < to.y ? 1 : -1 });
    });
    crossings.sort((one, other) => one.x - other.x);
    let winding = 0;
    crossings.forEach(({ x, turn }, index) => {
      winding += turn;
      const next = crossings[index + 1];
      if (winding === 0 || !next) return;
      const first = Math.max(0, Math.floor(x));
      const last = Math.min(width, Math.ceil(next.x));
      if (last > first) hidden.fill(1, row * width + first, row * width + last);
    });
  }
}

/** Without it a sliver between two rows of pixels would not be drawn at all. */
function drawEdges(hidden: Uint8Array, corners: readonly Corner[], width: number, height: number): void {
  eachEdge(corners, (from, to) => {
    const steps = Math.max(1, Math.ceil(2 * Math.hypot(to.x - from.x, to.y - from.y)));
    for (let step = 0; step <= steps; step += 1) {
      const x = Math.floor(from.x + ((to.x - from.x) * step) / steps);
      const y = Math.floor(from.y + ((to.y - from.y) * step) / steps);
      hidden[Math.min(height - 1, y) * width + Math.min(width - 1, x)] = 1;
    }
  });
}

function widen(hidden: Uint8Array, width: number): Uint8Array {
  const across = new Uint8Array(hidden.length);
  for (let index = 0; index < hidden.length; index += 1) {
    if (hidden[index] !== 1) continue;
    const row = index - (index % width);
    across.fill(1, Math.max(row, index - marginPx), Math.min(row + width, index + marginPx + 1));
  }
  const both = new Uint8Array(hidden.length);
  for (let index = 0; index < across.length; index += 1) {
    if (across[index] !== 1) continue;
    for (let step = -marginPx; step <= marginPx; step += 1) {
      const at = index + step * width;
      if (at >= 0 && at < both.length) both[at] = 1;
    }
  }
  return both;
}

function alignToBlocks(hidden: Uint8Array, width: number, height: number): Uint8Array {
  const aligned = new Uint8Array(hidden.length);
  for (let index = 0; index < hidden.length; index += 1) {
    if (hidden[index] !== 1) continue;
    const x = (index % width) & ~1;
    const y = Math.floor(index / width) & ~1;
    for (const row of [y, Math.min(height - 1, y + 1)]) {
      aligned.fill(1, row * width + x, row * width + Math.min(width, x + 2));
    }
  }
  return aligned;
}
