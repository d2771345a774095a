import { expect, it } from 'vitest';
import { createOwedTrend } from './owed-trend.ts';

it('[EDGE6] says how long it takes as it went lately, and nothing where what is owed does not get less', () => {
  let nowMs = 0;
  const trend = createOwedTrend(() => nowMs);
  const look = (atMs: number, lengthBytes: number) => {
    nowMs = atMs;
    trend.note(lengthBytes);
    return trend.remainingMs;
  };
  expect(trend.remainingMs).toBeNull();
  // It grows while the line is down.
  expect(look(0, 10_000_000)).toBeNull();
  expect(look(60_000, 40_000_000)).toBeNull();
  expect(look(64_000, 38_000_000)).toBeNull();
  expect(look(80_000, 30_000_000)).toBe(60_000);
  expect(look(110_000, 15_000_000)).toBe(30_000);
  // Another cut: what was before it says nothing of what comes after.
  expect(look(240_000, 60_000_000)).toBeNull();
  expect(look(260_000, 60_000_000)).toBeNull();
  expect(look(280_000, 61_000_000)).toBeNull();
  expect(look(290_000, 0)).toBe(0);
});
