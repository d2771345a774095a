import { appendFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSegmentRecord, type SegmentRecord } from '@sitecast/hls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeDataFolder, removeDataFolder } from '../../../tests/recorder-process.ts';
import { createHourIndexes } from './hour-index.ts';

const makeRecord = (index: number): SegmentRecord => ({
  ...{ startMs: 1_700_000_000_000 + index * 2_000, durationMs: 2_000, offset: index * 10, lengthBytes: 10 },
  ...{ run: 'a'.repeat(16), independent: true, initId: 'b'.repeat(16) },
});
const toLines = (...indexes: number[]): string =>
  indexes.map((index) => writeSegmentRecord(makeRecord(index))).join('');

describe('the index of an hour that grows', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await makeDataFolder();
    path = join(folder, '05.idx');
  });
  afterEach(() => removeDataFolder(folder));

  const indexes = createHourIndexes();
  const expectRecords = async (...wanted: number[]): Promise<void> =>
    expect(await indexes.read(path)).toEqual(wanted.map(makeRecord));

  it('is read on from where it ended, and a line once it is whole', async () => {
    expect(await indexes.read(path)).toBeNull();
    await writeFile(path, toLines(0, 1));
    await expectRecords(0, 1);
    const line = toLines(2);
    await appendFile(path, line.slice(0, 30));
    await expectRecords(0, 1);
    await appendFile(path, line.slice(30) + toLines(3));
    await expectRecords(0, 1, 2, 3);
    // The same list for who asks again while nothing came.
    expect(await indexes.read(path)).toBe(await indexes.read(path));
  });

  it('is read anew when it was cut, or is another file under its name', async () => {
    await writeFile(path, toLines(0, 1, 2));
    await expectRecords(0, 1, 2);
    await truncate(path, toLines(0).length);
    await expectRecords(0);
    await rm(path);
    await writeFile(path, toLines(4, 5, 6));
    await expectRecords(4, 5, 6);
  });
});
