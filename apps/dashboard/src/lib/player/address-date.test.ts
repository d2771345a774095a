import { expect, it } from 'vitest';
import { readOlderDate } from './address-date.ts';

const startMs = Date.UTC(2026, 10, 23, 5);
const toFragment = (index: number) => ({
  url: `https://edge.example/media/gate/0123456789abcdef/${startMs + index * 2_000}.m4s`,
  start: 40 + index * 2,
});
const fragments = [0, 1, 2].map(toFragment);

it('[LIVE2] believes the list where the address says the same, and the older one where it does not', () => {
  expect(readOlderDate(startMs + 3_200, fragments, 43)).toBe(startMs + 3_200);
  expect(readOlderDate(startMs + 600_000, fragments, 43)).toBe(startMs + 3_000);
  expect(readOlderDate(startMs - 600_000, fragments, 43)).toBe(startMs - 600_000);
  // In the parts of the segment that is coming in.
  expect(readOlderDate(startMs + 600_000, fragments, 47)).toBe(startMs + 7_000);
});

it('[LIVE2] knows of a picture without a date nothing, and asks nothing of an address that tells none', () => {
  expect(readOlderDate(null, fragments, 43)).toBeNull();
  expect(readOlderDate(startMs, fragments, 39)).toBe(startMs);
  expect(readOlderDate(startMs, [{ ...toFragment(0), url: '/media/gate/a.m4s' }], 41)).toBe(startMs);
});
