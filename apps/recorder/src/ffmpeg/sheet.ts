import { runInBackground } from './background-run.ts';

/** Size of a tiny still. */
export const tileSize = { width: 160, height: 90 } as const;

const tileBytes = (tileSize.width * tileSize.height * 3) / 2;
const timeoutMs = 60_000;
const grey = 128;

/** Reads a still when its turn comes: all of a day at once would be 30 MB. null: it is not there. */
export type ReadStill = () => Promise<Buffer | null>;

/**
 * Puts stills side by side as one JPEG, row by row. A still that cannot be read leaves a grey tile, so the others stay
 * where they belong. Rejects with FfmpegFailed.
 */
export async function drawSheet(path: string, stills: readonly ReadStill[], columns: number): Promise<Buffer> {
  const tiles = await shrink(path, stills);
  const rows = Math.ceil(tiles.length / columns);
  const sheet = layOut(tiles, columns, rows);
  const { output } = await runInBackground({
    path,
    args: [
      ...['-f', 'rawvideo', '-pix_fmt', 'yuvj420p'],
      ...['-s', `${columns * tileSize.width}x${rows * tileSize.height}`, '-i', 'pipe:0'],
      ...['-frames:v', '1', '-q:v', '7', '-c:v', 'mjpeg', '-f', 'image2pipe', 'pipe:1'],
    ],
    input: [sheet],
    maxBytes: 16_000_000,
    timeoutMs,
  });
  return output;
}

/** All in one run; where some cannot be read their places are not known, and each is tried by itself. */
async function shrink(path: string, stills: readonly ReadStill[]): Promise<(Buffer | null)[]> {
  const frames = await shrinkTogether(path, stills).catch(() => null);
  if (frames?.byteLength === stills.length * tileBytes) {
    return stills.map((_, index) => frames.subarray(index * tileBytes, (index + 1) * tileBytes));
  }
  const tiles: (Buffer | null)[] = [];
  for (const still of stills) {
    const tile = await shrinkTogether(path, [still]).catch(() => null);
    tiles.push(tile?.byteLength === tileBytes ? tile : null);
  }
  return tiles;
}

async function shrinkTogether(path: string, stills: readonly ReadStill[]): Promise<Buffer> {
  const { output } = await runInBackground({
    path,
    args: [
      ...['-threads', '1', '-f', 'image2pipe', '-c:v', 'mjpeg', '-i', 'pipe:0', '-vsync', 'passthrough'],
      ...['-vf', `scale=${tileSize.width}:${tileSize.height}:flags=area:out_range=pc,format=yuvj420p`],
      ...['-f', 'rawvideo', 'pipe:1'],
    ],
    input: readInTurn(stills),
    maxBytes: stills.length * tileBytes,
    timeoutMs,
  });
  return output;
}

async function* readInTurn(stills: readonly ReadStill[]): AsyncGenerator<Buffer> {
  for (const read of stills) {
    const still = await read();
    if (still) yield still;
  }
}

/** A planar picture of all tiles: brightness, then the two colours at half the size. */
function layOut(tiles: readonly (Buffer | null)[], columns: number, rows: number): Buffer {
  const sheet = Buffer.alloc(columns * rows * tileBytes, grey);
  let planeAt = 0;
  let tilePlaneAt = 0;
  for (const scale of [1, 2, 2]) {
    const width = tileSize.width / scale;
    const height = tileSize.height / scale;
    const stride = width * columns;
    for (const [index, tile] of tiles.entries()) {
      const left = (index % columns) * width;
      const top = Math.floor(index / columns) * height;
      for (let row = 0; tile && row < height; row += 1) {
        const from = tilePlaneAt + row * width;
        tile.copy(sheet, planeAt + (top + row) * stride + left, from, from + width);
      }
    }
    planeAt += stride * height * rows;
    tilePlaneAt += width * height;
  }
  return sheet;
}
