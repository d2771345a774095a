import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCursor, type Cursor } from './cursor.ts';
import { createTokenBucket } from './token-bucket.ts';

describe('[EDGE4] what is owed to the centre', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cursor-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const open = async (nowMs: number): Promise<Cursor> => {
    const cursor = createCursor(join(folder, 'gate-1.json'));
    await cursor.open(nowMs);
    return cursor;
  };

  it('owes everything that was recorded before it first looked', async () => {
    expect((await open(5_000)).gaps).toEqual([{ fromMs: 0, toMs: 5_000 }]);
  });

  it('makes one gap of one cut, whatever it takes, and another of the next', async () => {
    const cursor = await open(0);
    for (const startMs of [1_000, 3_000, 5_000]) cursor.owe(startMs);
    cursor.acknowledge(7_000);
    cursor.owe(9_000);
    expect(cursor.gaps).toEqual([
      { fromMs: 1_000, toMs: 5_001 },
      { fromMs: 9_000, toMs: 9_001 },
    ]);
    cursor.fill({ fromMs: 1_000, toMs: 3_001 });
    expect(cursor.gaps[0]).toEqual({ fromMs: 3_001, toMs: 5_001 });
    cursor.fill({ fromMs: 3_001, toMs: 5_001 });
    expect(cursor.gaps).toEqual([{ fromMs: 9_000, toMs: 9_001 }]);
  });

  it('never leaves out by filling what was owed meanwhile', async () => {
    const cursor = await open(0);
    cursor.owe(5_000);
    cursor.acknowledge(7_000);
    // The one before was still on its way.
    cursor.owe(3_000);
    cursor.fill({ fromMs: 5_000, toMs: 5_001 });
    expect(cursor.gaps).toEqual([{ fromMs: 3_000, toMs: 3_001 }]);
  });

  it('owes after a crash what was on its way, and what came since it was put by', async () => {
    const cursor = await open(0);
    cursor.pend(1_000);
    cursor.acknowledge(1_000);
    cursor.pend(3_000);
    cursor.pend(5_000);
    cursor.acknowledge(5_000);
    cursor.stillsMs = 4_000;
    await cursor.save();
    cursor.acknowledge(3_000);
    const after = await open(20_000);
    expect(after.gaps).toEqual([{ fromMs: 3_000, toMs: 20_000 }]);
    expect(after.stillsMs).toBe(4_000);
  });

  it('sends everything again where its file cannot be read', async () => {
    for (const text of ['', '{', '{"headMs":-1,"gaps":[],"stillsMs":0}', '[]']) {
      await writeFile(join(folder, 'gate-1.json'), text);
      expect((await open(9_000)).gaps).toEqual([{ fromMs: 0, toMs: 9_000 }]);
    }
  });

  it('keeps its file small on a line that is cut all day', async () => {
    const cursor = await open(0);
    for (let startMs = 1_000; startMs < 2_000_000; startMs += 2_000) {
      if (startMs % 4_000 === 1_000) cursor.owe(startMs);
      else cursor.acknowledge(startMs);
    }
    expect(cursor.gaps.length).toBeLessThanOrEqual(200);
    for (let startMs = 1_000; startMs < 2_000_000; startMs += 4_000)
      expect(cursor.gaps.some((gap) => gap.fromMs <= startMs && startMs < gap.toMs)).toBe(true);
  });
});

it('[EDGE4] lets a second go at once and then no more than its rate', () => {
  let nowMs = 0;
  const bucket = createTokenBucket(1_000, () => nowMs);
  expect(bucket.take(1_000)).toBe(0);
  expect(bucket.take(500)).toBe(500);
  nowMs += 500;
  expect(bucket.take(2_000)).toBe(2_000);
  nowMs += 60_000;
  expect(bucket.take(1_000)).toBe(0);
  expect(bucket.take(1)).toBe(1);
  nowMs -= 60_000;
  expect(bucket.take(999)).toBe(1_000);
});
