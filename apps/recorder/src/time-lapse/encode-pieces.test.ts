import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findFfmpeg } from '../ffmpeg/capabilities.ts';
import { drawClock, stripSize } from './clock-strip.ts';
import { encodePieces } from './encode-pieces.ts';

const run = promisify(execFile);
const size = { width: 320, height: 180 };
/** As a camera does that sets its exposure anew for every picture. */
const brightness = [90, 150, 100, 140, 95, 155, 105, 145, 90, 150, 100, 140];
const clocks = brightness.map((_, index) => `2026-11-${String(10 + index)} 1${index % 10}:4${index % 10}`);
let folder: string;
let frames: Buffer[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sitecast-pieces-'));
  const { path } = await findFfmpeg(process.env);
  const stills = await Promise.all(
    brightness.map(async (grey) => {
      const colour = `color=c=0x${grey.toString(16).padStart(2, '0').repeat(3)}:s=320x180`;
      const drawn = ['-v', 'error', '-f', 'lavfi', '-i', colour, '-frames:v', '1', '-q:v', '2', '-f', 'mjpeg', '-'];
      return (await run(path, drawn, { encoding: 'buffer' })).stdout;
    }),
  );
  const all = clocks.map((clock, atMs) => ({ atMs, clock }));
  const pieces = await encodePieces(
    path,
    {
      context: all.slice(0, 4),
      pieces: [all.slice(4, 8), all.slice(8)],
      ...{ size, readStill: (atMs) => Promise.resolve(stills[atMs] ?? null) },
    },
    join(folder, 'pieces'),
    new AbortController().signal,
  );
  const decoded = await Promise.all(
    pieces.map((piece) =>
      run(path, ['-v', 'error', '-i', piece, '-f', 'rawvideo', '-pix_fmt', 'gray', '-'], { encoding: 'buffer' }),
    ),
  );
  frames = decoded.flatMap(({ stdout }) =>
    Array.from({ length: stdout.length / (size.width * size.height) }, (_, index) =>
      stdout.subarray(index * size.width * size.height, (index + 1) * size.width * size.height),
    ),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('evens out the brightness of one still beside the next', () => {
  expect(frames).toHaveLength(8);
  // The upper half, where no clock is.
  const levels = frames.map((frame) => {
    const upper = frame.subarray(0, (size.width * size.height) / 2);
    return upper.reduce((sum, value) => sum + value, 0) / upper.length;
  });
  const steps = (values: readonly number[]) => values.slice(1).map((value, index) => Math.abs(value - values[index]!));
  const [before, after] = [steps(brightness.slice(4)), steps(levels)];
  expect(Math.min(...before)).toBeGreaterThan(35);
  expect(Math.max(...after)).toBeLessThan(25);
});

it('burns the clock of each still into its frame', () => {
  const { width, height } = stripSize;
  const isLight = (strip: Uint8Array): string => Array.from(strip, (value) => (value > 128 ? '#' : '.')).join('');
  const readStrip = (frame: Buffer): Buffer =>
    Buffer.concat(
      Array.from({ length: height }, (_, row) => {
        const start = (size.height - height - 24 + row) * size.width + size.width - width - 24;
        return frame.subarray(start, start + width);
      }),
    );
  const countOff = (one: string, other: string): number => [...one].filter((dot, index) => dot !== other[index]).length;
  for (const [index, frame] of frames.entries()) {
    const seen = isLight(readStrip(frame));
    const distances = clocks.map((clock) => countOff(seen, isLight(drawClock(clock))));
    // Its own, and none of the others.
    expect(distances.indexOf(Math.min(...distances))).toBe(index + 4);
    expect(distances[index + 4]).toBeLessThan(seen.length / 100);
  }
});
