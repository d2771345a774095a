import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Polygon } from '@sitecast/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ffmpegPath } from '../../../tests/clip.ts';
import { createStillArchive, type StillArchive } from '../../storage/still/still-archive.ts';
import { createLateStills } from './late-stills.ts';

const run = promisify(execFile);
const nowMs = Date.parse('2026-11-23T08:00:00Z');
const lateAt = Date.parse('2026-11-23T06:00:00Z');
const leftHalf: Polygon = [
  [0, 0],
  [0.5, 0],
  [0.5, 1],
  [0, 1],
];
let folder: string;
let stills: StillArchive;
let areas: readonly Polygon[] | null = [leftHalf];
let takeLate: (atMs: number, jpeg: Buffer) => Promise<void>;

/** A pattern with a box of a colour on its left. */
async function draw(color: string): Promise<Buffer> {
  const picture = `testsrc2=size=320x180:rate=1,drawbox=x=16:y=16:w=96:h=96:color=${color}:t=fill`;
  const args = [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    picture,
    '-frames:v',
    '1',
    '-c:v',
    'mjpeg',
    '-f',
    'image2pipe',
    '-',
  ];
  return (await run(ffmpegPath, args, { encoding: 'buffer' })).stdout;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sitecast-late-'));
  stills = createStillArchive(folder);
  await stills.start();
  takeLate = createLateStills({ ffmpegPath, stills, findAreas: () => areas, nowMs: () => nowMs });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('[PRIV2] burns the mask into a still that came late: not one bit of it depends on what is under it', async () => {
  await takeLate(lateAt, await draw('red'));
  await takeLate(lateAt + 60_000, await draw('white'));
  const [one, other] = await Promise.all([stills.read(lateAt), stills.read(lateAt + 60_000)]);
  expect(one?.equals(other ?? Buffer.alloc(0))).toBe(true);
  const crop = ['-v', 'error', '-f', 'image2pipe', '-i', 'pipe:0', '-vf', 'crop=144:164:8:8', '-pix_fmt', 'gray'];
  const child = run(ffmpegPath, [...crop, '-f', 'rawvideo', '-'], { encoding: 'buffer' });
  child.child.stdin?.end(one);
  const { stdout } = await child;
  const sorted = stdout.toSorted();
  expect((sorted.at(-1) ?? 255) - (sorted[0] ?? 0)).toBeLessThan(16);
});

it('leaves to the masked stream what is young, and sealed what is not shown masked or when the mask changes', async () => {
  const jpeg = await draw('red');
  await takeLate(nowMs - 60_000, jpeg);
  areas = null;
  await takeLate(lateAt + 120_000, jpeg);
  areas = [leftHalf];
  const taking = takeLate(lateAt + 180_000, jpeg);
  areas = [leftHalf, leftHalf];
  await taking;
  expect(await stills.listDay('2026-11-23')).toEqual(['2026-11-23T06:00:00.000Z', '2026-11-23T06:01:00.000Z']);
});
