import { appendFile, mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MediaSegment } from '@sitecast/hls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeDataFolder, removeDataFolder } from '../../../tests/recorder-process.ts';
import { createFootageReader, listHours } from './footage-reader.ts';
import { createFootageWriter } from './footage-writer.ts';
import { makeRoom, removeExpired } from './retention.ts';
import { plainInit } from '../../../tests/plain-init.ts';

const startMs = Date.UTC(2026, 10, 23, 5, 59, 56);
const run = 'a'.repeat(16);
const initId = 'b'.repeat(16);
const makeSegment = (index: number): MediaSegment => ({
  run,
  init: plainInit,
  startMs: startMs + index * 2_000,
  durationMs: 2_000,
  lengthBytes: `segment ${index};`.length,
  bytes: Buffer.from(`segment ${index};`),
  isRecorded: false,
  parts: [],
  frames: 50,
  independent: true,
});

describe('footage on disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await makeDataFolder();
  });
  afterEach(() => removeDataFolder(folder));

  const write = async (first: number, last: number): Promise<void> => {
    const writer = createFootageWriter(folder);
    for (let index = first; index <= last; index += 1) await writer.append(makeSegment(index), initId);
    await writer.close();
  };
  const read = async (index: number) =>
    (await createFootageReader(folder).readSegment(run, startMs + index * 2_000))?.toString() ?? null;

  it('is found again, over the hour and after a restart', async () => {
    await write(0, 2);
    await write(3, 4);
    for (let index = 0; index <= 4; index += 1) expect(await read(index)).toBe(`segment ${index};`);
    expect(await read(5)).toBeNull();
    expect(await createFootageReader(folder).readSegment('f'.repeat(16), startMs)).toBeNull();
    expect((await readdir(join(folder, '2026-11-23'))).sort()).toEqual(['05.idx', '05.m4s', '06.idx', '06.m4s']);
    const range = await createFootageReader(folder).listRange(startMs + 1_000, startMs + 5_000);
    expect(range.map((record) => record.startMs - startMs)).toEqual([0, 2_000, 4_000]);
    expect(await createFootageReader(folder).findOldest()).toBe(startMs);
    expect((await createFootageReader(folder).readInit(initId))?.toString()).toBe('init');
  });

  it('loses nothing but the write that a crash cut, wherever it cut it', async () => {
    await write(0, 1);
    const index = join(folder, '2026-11-23/05.idx');
    const data = join(folder, '2026-11-23/05.m4s');
    const whole = await readFile(index);
    for (let cut = Math.floor(whole.byteLength / 2) + 1; cut < whole.byteLength; cut += 7) {
      await truncate(index, cut);
      await appendFile(data, 'half a seg');
      expect(await read(0)).toBe('segment 0;');
      expect(await read(1)).toBeNull();
      const writer = createFootageWriter(folder);
      await writer.append(makeSegment(1), initId);
      await writer.close();
      expect(await read(0)).toBe('segment 0;');
      expect(await read(1)).toBe('segment 1;');
    }
  });

  it('is not there where the index promises bytes that a power cut took', async () => {
    await write(0, 1);
    await truncate(join(folder, '2026-11-23/05.m4s'), 15);
    expect(await read(0)).toBe('segment 0;');
    expect(await read(1)).toBeNull();
  });

  it('goes when it is older than its days, the hour it ends in', async () => {
    await write(0, 4);
    const hourEndMs = Date.UTC(2026, 10, 23, 6);
    const kept = [{ folder, retentionDays: 1, pins: [], budgetBytes: null }];
    expect(await removeExpired(kept, hourEndMs + 86_400_000 - 1)).toBe(0);
    expect(await removeExpired(kept, hourEndMs + 86_400_000)).toBe(1);
    expect(await read(0)).toBeNull();
    expect(await read(4)).toBe('segment 4;');
  });

  it('keeps a pinned moment when its hour goes, to the byte, until it is no longer pinned', async () => {
    await write(0, 4);
    const pins = [{ fromMs: startMs + 1_000, toMs: startMs + 1_800 }];
    const later = startMs + 3 * 86_400_000;
    expect(await removeExpired([{ folder, retentionDays: 1, pins, budgetBytes: null }], later)).toBe(2);
    expect([await read(0), await read(1), await read(2)]).toEqual(['segment 0;', null, null]);
    const kept = await createFootageReader(folder).listRange(startMs, startMs + 60_000);
    expect(kept.map((record) => record.startMs)).toEqual([startMs]);
    expect(await listHours(folder)).toEqual([]);
    await removeExpired([{ folder, retentionDays: 1, pins: [], budgetBytes: null }], later);
    expect(await read(0)).toBeNull();
  });

  it('goes from the oldest hour on while it is larger than its budget', async () => {
    await write(0, 4);
    const camera = { folder, retentionDays: 7, pins: [], budgetBytes: 30 };
    expect(await removeExpired([camera], startMs + 7_200_000)).toBe(1);
    expect([await read(0), await read(4)]).toEqual([null, 'segment 4;']);
  });

  it('makes room from the oldest hour on, over all cameras, and keeps the hour being written', async () => {
    const folders = ['one', 'two'].map((name) => join(folder, name));
    for (const [index, camera] of folders.entries()) {
      await mkdir(join(camera, '2026-11-23'), { recursive: true });
      for (const hour of ['02', '03', '04']) {
        if (index === 1 && hour === '02') continue;
        await writeFile(join(camera, '2026-11-23', `${hour}.m4s`), 'x');
        await writeFile(join(camera, '2026-11-23', `${hour}.idx`), '');
      }
    }
    const cameras = folders.map((camera) => ({ folder: camera, retentionDays: 7, pins: [], budgetBytes: null }));
    const nowMs = Date.UTC(2026, 10, 23, 4, 30);
    let measured = 0;
    const measure = async () => ({ freeBytes: (measured += 1) > 2 ? 10 : 0, floorBytes: 10 });
    expect(await makeRoom(cameras, nowMs, measure)).toEqual({ removed: 2, hasRoom: true });
    expect((await Promise.all(folders.map(listHours))).map((hours) => hours.length)).toEqual([1, 2]);
    const full = async () => ({ freeBytes: 0, floorBytes: 10 });
    expect(await makeRoom(cameras, nowMs, full)).toEqual({ removed: 1, hasRoom: false });
    expect((await Promise.all(folders.map(listHours))).map((hours) => hours.length)).toEqual([1, 1]);
  });
});
