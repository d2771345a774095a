import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ffmpegPath } from '../../tests/clip.ts';
import { drawMaskPicture } from '../privacy/mask-picture.ts';
import { drawMask } from '../privacy/mask-raster.ts';
import { probeFfmpeg } from './capabilities.ts';
import { toMaskingArguments } from './masking-process.ts';

const run = promisify(execFile);
const size = { width: 192, height: 108 };
const frame = size.width * size.height * 3;
const frames = 30;
let folder: string;

beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'masking-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

type Polygon = [number, number][];

function isInside(polygon: Polygon, x: number, y: number): boolean {
  const [px, py] = [(x + 0.5) / size.width, (y + 0.5) / size.height];
  let inside = false;
  polygon.forEach(([ax, ay], index) => {
    const [bx, by] = polygon[(index + 1) % polygon.length] ?? [0, 0];
    if (ay > py !== by > py && px < ax + ((py - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  });
  return inside;
}

/** A scene without losses, whose pixels inside a polygon, and they alone, are another picture. */
async function drawScene(
  name: string,
  polygon: Polygon,
  inner: (value: number, frame: number) => number,
): Promise<Buffer> {
  const scene = ['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=size=${size.width}x${size.height}:rate=25`];
  const { stdout } = await run(
    ffmpegPath,
    [...scene, '-frames:v', String(frames), '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
    {
      encoding: 'buffer',
      maxBuffer: frames * frame + 1_000,
    },
  );
  const pixels = Buffer.from(stdout);
  for (let at = 0; at < pixels.length; at += 1) {
    const pixel = Math.floor((at % frame) / 3);
    if (!isInside(polygon, pixel % size.width, Math.floor(pixel / size.width))) continue;
    pixels[at] = inner(pixels[at] ?? 0, Math.floor(at / frame));
  }
  const raw = join(folder, `${name}.rgb`);
  const clip = join(folder, `${name}.mp4`);
  await writeFile(raw, pixels);
  await run(ffmpegPath, [
    ...[
      '-v',
      'error',
      '-y',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'rgb24',
      '-s',
      `${size.width}x${size.height}`,
      '-r',
      '25',
      '-i',
      raw,
    ],
    // Colours of whole pixels, or the halving of colours would carry the inside over the edge before we are asked.
    ...['-c:v', 'libx264', '-qp', '0', '-pix_fmt', 'yuv444p', '-bf', '0', '-g', '25'],
    ...['-f', 'mp4', '-movflags', '+frag_every_frame+empty_moov+default_base_moof', clip],
  ]);
  return readFile(clip);
}

/** What leaves the masking: digests of every frame and of every still. */
async function readMasked(clip: Buffer, picture: string): Promise<{ frames: string[]; still: string }> {
  const capabilities = await probeFfmpeg(ffmpegPath);
  const child = spawn(ffmpegPath, toMaskingArguments(picture, size, capabilities), {
    stdio: ['pipe', 'pipe', 'ignore', 'pipe'],
  });
  const [video, stills]: [Buffer[], Buffer[]] = [[], []];
  child.stdout?.on('data', (chunk: Buffer) => video.push(chunk));
  child.stdio[3]?.on('data', (chunk: Buffer) => stills.push(chunk));
  child.stdin?.end(clip);
  await once(child, 'close');
  const masked = join(folder, 'masked.mp4');
  await writeFile(masked, Buffer.concat(video));
  const { stdout } = await run(ffmpegPath, ['-v', 'error', '-i', masked, '-f', 'framemd5', '-']);
  const digests = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return { frames: digests, still: createHash('sha256').update(Buffer.concat(stills)).digest('hex') };
}

it.each<[string, Polygon]>([
  [
    'a slanted square',
    [
      [0.2, 0.25],
      [0.6, 0.3],
      [0.55, 0.8],
      [0.15, 0.7],
    ],
  ],
  [
    'a corner of the picture',
    [
      [0.7, 0],
      [1, 0],
      [1, 0.5],
    ],
  ],
  [
    'a form with a notch',
    [
      [0.1, 0.1],
      [0.9, 0.1],
      [0.9, 0.9],
      [0.5, 0.3],
      [0.1, 0.9],
    ],
  ],
])('[PRIV2] gives the same bits of %s whatever the camera sees inside it', async (_name, polygon) => {
  const picture = join(folder, 'mask.png');
  await writeFile(picture, drawMaskPicture(drawMask([polygon], size.width, size.height), size.width, size.height));
  const one = await readMasked(await drawScene('one', polygon, (value) => value), picture);
  const other = await readMasked(
    await drawScene('other', polygon, (value, at) => (255 - value + at * 8) % 256),
    picture,
  );
  expect(one.frames.length).toBe(frames);
  expect(other).toEqual(one);
  // The comparison sees what is there: outside, another picture gives other bits.
  const moved: Polygon = polygon.map(([x, y]) => [Math.max(0, x - 0.15), y]);
  expect((await readMasked(await drawScene('moved', moved, (value) => 255 - value), picture)).frames).not.toEqual(
    one.frames,
  );
});

it('[PRIV2] hides what it hides in a stream whose pictures are not of the size its init says, from its start or later', async () => {
  const draw = async (name: string, scale: string): Promise<Buffer> => {
    const path = join(folder, `${name}.mp4`);
    await run(ffmpegPath, [
      ...[
        '-v',
        'error',
        '-y',
        '-f',
        'lavfi',
        '-i',
        `color=white:size=${scale}:rate=25:duration=0.4`,
        '-c:v',
        'libx264',
      ],
      ...['-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-bf', '0', '-bsf:v', 'dump_extra=freq=keyframe', '-f', 'mp4'],
      ...['-movflags', '+frag_every_frame+empty_moov+default_base_moof', path],
    ]);
    return readFile(path);
  };
  const small = await draw('small', `${size.width}x${size.height}`);
  const large = await draw('large', `${size.width * 2}x${size.height * 2}`);
  const toFragments = (clip: Buffer) => clip.subarray(clip.indexOf('moof') - 4);
  const init = small.subarray(0, small.indexOf('moof') - 4);
  const whole: Polygon = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];
  const picture = join(folder, 'whole.png');
  await writeFile(picture, drawMaskPicture(drawMask([whole], size.width, size.height), size.width, size.height));
  const covered = (await readMasked(small, picture)).frames.map((line) => line.split(',').at(-1));
  expect(new Set(covered).size).toBe(1);
  for (const stream of [Buffer.concat([init, toFragments(large)]), Buffer.concat([small, toFragments(large)])]) {
    const { frames: shown } = await readMasked(stream, picture);
    expect(shown.length).toBeGreaterThan(5);
    expect(new Set(shown.map((line) => line.split(',').at(-1)))).toEqual(new Set(covered));
  }
});
