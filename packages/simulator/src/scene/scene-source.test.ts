import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { latencyCells, readLatencyCells } from './latency-cells.ts';
import { createSceneSource, drawFrame } from './scene-source.ts';
import { sceneViews, type SceneView } from './views.ts';

const size = { width: 320, height: 180 };
const noon = Date.parse('2026-09-10T12:00:00+05:00');

async function draw(view: SceneView, percent: number, atMs = noon): Promise<Buffer> {
  return Buffer.from(await drawFrame({ view, percent, atMs, seed: 7, ...size }));
}

function toMeanLuma(frame: Buffer): number {
  const luma = frame.subarray(0, size.width * size.height);
  return luma.reduce((sum, value) => sum + value, 0) / luma.length;
}

/** How many pixels differ clearly from the empty plot. */
function countChanged(frame: Buffer, empty: Buffer): number {
  const pixels = size.width * size.height;
  let changed = 0;
  for (let at = 0; at < pixels; at += 1) if (Math.abs((frame[at] ?? 0) - (empty[at] ?? 0)) > 12) changed += 1;
  return changed;
}

test.each(sceneViews)('%s is the same picture for the same moment, another one for another', async (view) => {
  const hash = (frame: Buffer) => createHash('sha256').update(frame).digest('hex');
  const first = hash(await draw(view, 35));
  expect(hash(await draw(view, 35))).toBe(first);
  expect(hash(await draw(view, 35, noon + 80))).not.toBe(first);
  expect(hash(await draw(view, 60))).not.toBe(first);
});

test.each(sceneViews)('%s is brighter at noon than at midnight, and not black then', async (view) => {
  const day = toMeanLuma(await draw(view, 35));
  const night = toMeanLuma(await draw(view, 35, noon + 12 * 3_600_000));
  expect(day).toBeGreaterThan(night * 1.8);
  expect(night).toBeGreaterThan(22);
});

test.each(sceneViews)('%s shows more building at 60 %% than at 20 %%', async (view) => {
  const empty = await draw(view, 0);
  expect(countChanged(await draw(view, 60), empty)).toBeGreaterThan(1.2 * countChanged(await draw(view, 20), empty));
});

test.each(sceneViews)(
  '[LIVE1] a still night at %s is no frozen picture: parts of it change as a sensor has it',
  async (view) => {
    const night = Date.parse('2026-11-23T02:00:00+05:00');
    const cells = [toCells(await draw(view, 2, night)), toCells(await draw(view, 2, night + 2_000))] as const;
    const changed = cells[0].filter((level, index) => Math.abs(level - (cells[1][index] ?? 0)) > 0.35);
    expect(changed.length).toBeGreaterThan(cells[0].length / 4);
  },
);

/** Mean gray of each of 16 by 9 cells, as the recorder judges pictures. */
function toCells(frame: Buffer): number[] {
  const cells = new Array<number>(144).fill(0);
  for (let at = 0; at < size.width * size.height; at += 1) {
    const cell = Math.floor(at / size.width / 20) * 16 + Math.floor((at % size.width) / 20);
    cells[cell] = (cells[cell] ?? 0) + (frame[at] ?? 0) / 400;
  }
  return cells;
}

test('the latency cells say the instant to 10 ms', async () => {
  const source = createSceneSource({
    view: 'k-park-gate',
    width: 1_280,
    height: 720,
    seed: 1,
    percentAt: () => 35,
    hasLatencyCells: true,
  });
  await source.prepare(noon);
  for (const atMs of [noon, noon + 10, noon + 12_340, noon + 59_990]) {
    const span = latencyCells.stepMs * 2 ** latencyCells.count;
    expect(readLatencyCells(source.draw(atMs), 1_280)).toBe(Math.floor((atMs % span) / 10) * 10);
  }
});
