import sharp from 'sharp';
import { drawLatencyCells, latencyCells } from './latency-cells.ts';
import { writeText } from './lettering.ts';
import { toLight } from './light.ts';
import { drawMovers } from './movers.ts';
import { createPicture, fillFromRgb, type Picture } from './picture.ts';
import { drawScene, type SceneRequest } from './scene-svg.ts';
import { pickReading, toSensorReadings } from './sensor.ts';
import { formatSiteTime } from './site-time.ts';
import { toStage } from './stage.ts';
import { toLens, type SceneView } from './views.ts';

export type SceneSourceOptions = {
  view: SceneView;
  width: number;
  height: number;
  seed: number;
  /** Percent of the whole at an instant, 0–100. */
  percentAt: (atMs: number) => number;
  /** Shows the clock as Gray-code cells for measuring the delay from glass to glass. */
  hasLatencyCells?: boolean;
};

export type SceneSource = {
  /** Draws the still part of an instant; must have ended once before the first frame. */
  prepare: (atMs: number) => Promise<void>;
  /** One frame; asks for a new still part by itself when the minute has changed. */
  draw: (atMs: number) => Buffer;
};

const minuteMs = 60_000;

/** Draws frames: the still part once a minute off the hot path, what moves in each frame. */
export function createSceneSource(options: SceneSourceOptions): SceneSource {
  const { view, width, height, seed } = options;
  const lens = toLens(view, width, height);
  // Two frames in turn: one may still be on its way into a pipe while the next is drawn.
  const frames = [createPicture(width, height), createPicture(width, height)] as const;
  let turn = 0;
  let still: { readings: Picture[]; key: string } | null = null;
  let pending: string | null = null;

  async function prepare(atMs: number): Promise<void> {
    const minute = Math.floor(atMs / minuteMs) * minuteMs;
    const percent = options.percentAt(minute);
    const key = `${minute} ${percent}`;
    if (still?.key === key || pending === key) return;
    pending = key;
    try {
      const picture = await drawStill({ view, percent, atMs: minute, seed, width, height });
      still = { readings: toSensorReadings(picture), key };
    } finally {
      pending = null;
    }
  }

  function draw(atMs: number): Buffer {
    // A picture that could not be redrawn is shown for another minute; the moving parts and the clock go on.
    if (pending === null) prepare(atMs).catch(() => undefined);
    turn = 1 - turn;
    const frame = frames[turn === 0 ? 0 : 1];
    still?.readings[pickReading(atMs)]?.bytes.copy(frame.bytes);
    const stage = toStage(options.percentAt(atMs));
    drawMovers(frame, lens, toLight(atMs, seed), stage, atMs);
    drawOverlay(frame, view, atMs, options.hasLatencyCells ?? false);
    return frame.bytes;
  }

  return { prepare, draw };
}

async function drawStill(request: SceneRequest): Promise<Picture> {
  const svg = Buffer.from(drawScene(request));
  const { data } = await sharp(svg)
    .flatten()
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const picture = createPicture(request.width, request.height);
  fillFromRgb(picture, data);
  return picture;
}

/** Rule 7 of the product: a sample says so in every picture. */
function drawOverlay(frame: Picture, view: SceneView, atMs: number, hasCells: boolean): void {
  const dot = Math.max(1, Math.round(frame.width / 426));
  const margin = dot * 6;
  const top = hasCells ? latencyCells.sizePx + margin : margin;
  if (hasCells) drawLatencyCells(frame, atMs);
  writeText(frame, `${formatSiteTime(atMs)} ALMATY`, margin, top, dot);
  // Below the clock: a player's badge stands in the other corner.
  writeText(frame, view.toUpperCase(), margin, top + 11 * dot, dot);
  writeText(frame, 'SAMPLE - SIMULATED CAMERA', margin, frame.height - margin - 7 * dot, dot);
}

/** A whole frame of an instant. Pure: the same request gives the same bytes. */
export async function drawFrame(request: SceneRequest): Promise<Buffer> {
  const source = createSceneSource({ ...request, percentAt: () => request.percent });
  await source.prepare(request.atMs);
  return source.draw(request.atMs);
}

/** A frame as JPEG, `quality` 1–100. */
export async function drawJpeg(request: SceneRequest, quality: number): Promise<Buffer> {
  const { width, height } = request;
  const frame = await drawFrame(request);
  return sharp(toRgb({ width, height, bytes: frame }), { raw: { width, height, channels: 3 } })
    .jpeg({ quality, mozjpeg: true })
    .toBuffer();
}

function toRgb(picture: Picture): Buffer {
  const { width, height, bytes } = picture;
  const rgb = Buffer.allocUnsafe(width * height * 3);
  const pixels = width * height;
  const clip = (value: number) => Math.min(255, Math.max(0, Math.round(value)));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const chroma = pixels + (y >> 1) * (width >> 1) + (x >> 1);
      const luma = 1.1644 * ((bytes[y * width + x] ?? 16) - 16);
      const blue = (bytes[chroma] ?? 128) - 128;
      const red = (bytes[chroma + pixels / 4] ?? 128) - 128;
      const at = (y * width + x) * 3;
      rgb[at] = clip(luma + 1.7927 * red);
      rgb[at + 1] = clip(luma - 0.2132 * blue - 0.5329 * red);
      rgb[at + 2] = clip(luma + 2.1124 * blue);
    }
  }
  return rgb;
}
