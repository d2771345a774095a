import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { drawClock, stripSize } from './clock-strip.ts';
import { runInBackground } from '../ffmpeg/background-run.ts';

export interface PictureSize {
  width: number;
  height: number;
}

/** Never changed for a camera: pieces of other settings could not be joined without encoding again. */
export const framesPerSecond = 30;

export interface PieceFrame {
  atMs: number;
  /** `2026-11-23 14:05`, burnt in. */
  clock: string;
}

export interface PieceOrder {
  /** Frames before the first piece, to settle the brightness on; they are not shown. */
  context: readonly PieceFrame[];
  /** One list for each piece, none empty. */
  pieces: readonly (readonly PieceFrame[])[];
  size: PictureSize;
  readStill: (atMs: number) => Promise<Buffer | null>;
}

/**
 * Encodes stills to pieces that join without a second encoding: the same settings for ever, a key frame first, no
 * B-frames. One run of ffmpeg for all of them. Answers their files in order.
 * Throws where a still could not be decoded: the piece would be short, and its clock wrong.
 */
export async function encodePieces(
  ffmpeg: string,
  order: PieceOrder,
  folder: string,
  signal: AbortSignal,
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const frames = [...order.context, ...order.pieces.flat()];
  const starts = order.pieces.slice(0, -1).map(
    (
      (sum) => (piece: readonly PieceFrame[]) =>
        (sum += piece.length)
    )(0),
  );
  const shown = frames.length - order.context.length;
  const { stderr } = await runInBackground({
    path: ffmpeg,
    args: toPieceArguments(order, starts),
    cwd: folder,
    signal,
    input: readStills(frames, order),
    second: drawClocks(frames),
  });
  const encoded = Number([...stderr.matchAll(/frame=\s*(\d+)/g)].at(-1)?.[1]);
  if (encoded !== shown) throw new Error(`${shown} stills gave ${encoded} frames`);
  const names = (await readdir(folder)).filter((name) => /^piece-\d+\.mp4$/.test(name)).sort();
  if (names.length !== order.pieces.length) throw new Error(`${order.pieces.length} pieces gave ${names.length} files`);
  return names.map((name) => join(folder, name));
}

async function* readStills(frames: readonly PieceFrame[], { readStill }: PieceOrder): AsyncGenerator<Buffer> {
  for (const { atMs } of frames) {
    const jpeg = await readStill(atMs);
    if (!jpeg) throw new Error('a still is gone');
    yield jpeg;
  }
}

function* drawClocks(frames: readonly PieceFrame[]): Generator<Uint8Array> {
  for (const { clock } of frames) yield drawClock(clock);
}

function toPieceArguments({ context, size }: PieceOrder, starts: readonly number[]): string[] {
  const { width, height } = size;
  const picture = [
    `scale=${width}:${height}:force_original_aspect_ratio=decrease:out_range=tv`,
    `pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2,setsar=1,format=yuv420p,deflicker=size=5:mode=pm`,
  ].join(',');
  // On the right: cameras burn their own marks into the left.
  const place = `overlay=main_w-overlay_w-24:main_h-overlay_h-24:shortest=1`;
  const trimmed = `trim=start_frame=${context.length},setpts=PTS-STARTPTS`;
  const rate = String(framesPerSecond);
  const cuts = starts.map((frame) => (frame / framesPerSecond).toFixed(6)).join(',');
  return [
    // The frames it counts are read from what it says last.
    '-stats',
    ...['-f', 'image2pipe', '-c:v', 'mjpeg', '-framerate', rate, '-i', 'pipe:0'],
    ...['-f', 'rawvideo', '-pixel_format', 'gray', '-video_size', `${stripSize.width}x${stripSize.height}`],
    ...['-framerate', rate, '-i', 'pipe:3'],
    ...['-filter_complex', `[0:v]${picture}[site];[site][1:v]${place},${trimmed},format=yuv420p[out]`],
    ...['-map', '[out]', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-g', '60', '-bf', '0'],
    // Each key frame says itself how it is decoded: some players read that once, and a newer ffmpeg may say it otherwise.
    ...['-x264-params', 'repeat-headers=1'],
    ...['-threads', '1', '-video_track_timescale', '30000', '-r', rate],
    ...(cuts === '' ? [] : ['-force_key_frames', cuts]),
    ...['-f', 'segment', '-segment_format', 'mp4', '-reset_timestamps', '1'],
    ...['-segment_format_options', 'video_track_timescale=30000'],
    // Without cuts everything is one piece.
    ...(starts.length > 0 ? ['-segment_frames', starts.join(',')] : ['-segment_time', '1000000']),
    'piece-%05d.mp4',
  ];
}
