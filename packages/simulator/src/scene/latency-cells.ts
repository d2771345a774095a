import type { Picture } from './picture.ts';

/** How many cells, and how long a step of the code is: 24 bits of 10 ms are 46 hours. */
export const latencyCells = { count: 24, sizePx: 32, stepMs: 10 } as const;

/** Lays the instant over the top of the picture as Gray-code cells, white for one: read off a screen it gives the delay. */
export function drawLatencyCells(picture: Picture, atMs: number): void {
  const steps = Math.floor(atMs / latencyCells.stepMs) % 2 ** latencyCells.count;
  const code = steps ^ (steps >>> 1);
  const { width, height, bytes } = picture;
  const { count, sizePx } = latencyCells;
  for (let y = 0; y < Math.min(sizePx, height); y += 1) {
    for (let bit = 0; bit < count; bit += 1) {
      const from = y * width + bit * sizePx;
      bytes.fill(((code >> bit) & 1) === 1 ? 235 : 16, from, from + Math.min(sizePx, width - bit * sizePx));
    }
    const chroma = width * height + (y >> 1) * (width >> 1);
    const across = Math.min(width, count * sizePx) >> 1;
    bytes.fill(128, chroma, chroma + across);
    bytes.fill(128, chroma + (width * height) / 4, chroma + (width * height) / 4 + across);
  }
}

/** The instant that a luma plane shows, in milliseconds within the code's span. */
export function readLatencyCells(luma: Uint8Array, width: number): number {
  const { count, sizePx, stepMs } = latencyCells;
  let code = 0;
  for (let bit = 0; bit < count; bit += 1) {
    const middle = (sizePx / 2) * width + bit * sizePx + sizePx / 2;
    if ((luma[middle] ?? 0) > 125) code |= 1 << bit;
  }
  let steps = code;
  for (let shift = 1; shift < count; shift <<= 1) steps ^= steps >>> shift;
  return steps * stepMs;
}
