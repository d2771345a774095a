import { clamp, type Rgb } from './colour.ts';

/** A yuv420p picture (BT.709, limited range) in one buffer: width and height are even. */
export type Picture = { width: number; height: number; bytes: Buffer };
export type Yuv = readonly [luma: number, blue: number, red: number];

export function createPicture(width: number, height: number): Picture {
  return { width, height, bytes: Buffer.alloc((width * height * 3) / 2) };
}

export function toYuv(colour: Rgb): Yuv {
  const [r, g, b] = [clamp(colour[0], 0, 255), clamp(colour[1], 0, 255), clamp(colour[2], 0, 255)];
  return [
    16 + 0.1826 * r + 0.6142 * g + 0.062 * b,
    128 - 0.1006 * r - 0.3386 * g + 0.4392 * b,
    128 + 0.4392 * r - 0.3989 * g - 0.0403 * b,
  ];
}

/** Fills `picture` from packed RGB of the same size. */
export function fillFromRgb(picture: Picture, rgb: Buffer): void {
  const { width, height, bytes } = picture;
  const pixels = width * height;
  const chromaWidth = width / 2;
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      let [sumR, sumG, sumB] = [0, 0, 0];
      for (let corner = 0; corner < 4; corner += 1) {
        const at = (y + (corner >> 1)) * width + x + (corner & 1);
        const r = rgb[at * 3] ?? 0;
        const g = rgb[at * 3 + 1] ?? 0;
        const b = rgb[at * 3 + 2] ?? 0;
        bytes[at] = 16.5 + 0.1826 * r + 0.6142 * g + 0.062 * b;
        sumR += r;
        sumG += g;
        sumB += b;
      }
      const chroma = pixels + (y >> 1) * chromaWidth + (x >> 1);
      bytes[chroma] = 128.5 + (-0.1006 * sumR - 0.3386 * sumG + 0.4392 * sumB) / 4;
      bytes[chroma + pixels / 4] = 128.5 + (0.4392 * sumR - 0.3989 * sumG - 0.0403 * sumB) / 4;
    }
  }
}

/** Lays a colour over one pixel; `cover` is 0–1. */
export function blend(picture: Picture, x: number, y: number, colour: Yuv, cover: number): void {
  const { width, height, bytes } = picture;
  if (x < 0 || y < 0 || x >= width || y >= height || cover <= 0) return;
  const share = cover > 1 ? 1 : cover;
  const at = y * width + x;
  const luma = bytes[at] ?? 0;
  bytes[at] = luma + (colour[0] - luma) * share;
  // Of four pixels that share a colour sample only one sets it, for thin things twice as strongly.
  if (((x | y) & 1) !== 0 && share < 0.99) return;
  const chroma = width * height + (y >> 1) * (width >> 1) + (x >> 1);
  const red = chroma + (width * height) / 4;
  bytes[chroma] = (bytes[chroma] ?? 0) + (colour[1] - (bytes[chroma] ?? 0)) * share;
  bytes[red] = (bytes[red] ?? 0) + (colour[2] - (bytes[red] ?? 0)) * share;
}

type Spot = { x: number; y: number };

/** A soft-edged line. */
export function drawLine(picture: Picture, from: Spot, to: Spot, widthPx: number, colour: Yuv): void {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const isSteep = Math.abs(dy) > Math.abs(dx);
  const length = Math.hypot(dx, dy);
  if (length < 0.01) return;
  const [a0, b0, a1, b1] = isSteep ? [from.y, from.x, to.y, to.x] : [from.x, from.y, to.x, to.y];
  const slope = (b1 - b0) / (a1 - a0 || 1);
  // Measured along the minor axis a slanting line is thicker than across itself.
  const half = (Math.max(1, widthPx) * length) / Math.max(Math.abs(dx), Math.abs(dy)) / 2;
  const strength = Math.min(1, Math.max(0.35, widthPx));
  const limit = isSteep ? picture.height : picture.width;
  const start = Math.max(0, Math.round(Math.min(a0, a1)));
  const end = Math.min(limit - 1, Math.round(Math.max(a0, a1)));
  for (let a = start; a <= end; a += 1) {
    const centre = b0 + (a - a0) * slope;
    for (let b = Math.floor(centre - half); b <= Math.ceil(centre + half); b += 1) {
      const cover = Math.min(1, half + 0.5 - Math.abs(b - centre)) * strength;
      if (isSteep) blend(picture, b, a, colour, cover);
      else blend(picture, a, b, colour, cover);
    }
  }
}

/** A filled convex polygon. */
export function fillPolygon(picture: Picture, spots: readonly Spot[], colour: Yuv): void {
  if (spots.length < 3) return;
  const low = Math.max(0, Math.floor(Math.min(...spots.map((spot) => spot.y))));
  const high = Math.min(picture.height - 1, Math.ceil(Math.max(...spots.map((spot) => spot.y))));
  for (let y = low; y <= high; y += 1) {
    let [left, right] = [Infinity, -Infinity];
    spots.forEach((spot, index) => {
      const next = spots[(index + 1) % spots.length] ?? spot;
      if (spot.y > y === next.y > y) return;
      const x = spot.x + ((y - spot.y) / (next.y - spot.y)) * (next.x - spot.x);
      left = Math.min(left, x);
      right = Math.max(right, x);
    });
    for (let x = Math.max(0, Math.ceil(left - 0.5)); x <= Math.min(picture.width - 1, right + 0.5); x += 1) {
      blend(picture, x, y, colour, Math.min(1, right - x + 0.5, x - left + 0.5));
    }
  }
}

/** A round light with a soft halo. */
export function drawLamp(picture: Picture, at: Spot, radiusPx: number, colour: Yuv): void {
  const reach = Math.ceil(radiusPx * 3);
  for (let y = -reach; y <= reach; y += 1) {
    for (let x = -reach; x <= reach; x += 1) {
      const distance = Math.hypot(x, y);
      const cover = distance < radiusPx ? 1 : 0.5 * Math.max(0, 1 - (distance - radiusPx) / (reach - radiusPx)) ** 2;
      blend(picture, Math.round(at.x) + x, Math.round(at.y) + y, colour, cover);
    }
  }
}
