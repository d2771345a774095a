import { expect, test } from 'vitest';
import { isTest, readSources } from './source-files.ts';

const lines = readSources().map(({ path, text }) => ({ path, count: text.split('\n').length - 1 }));

test('no file is longer than 400 lines, no test longer than 600', () => {
  const faults = lines
    .filter(({ path, count }) => count > (isTest(path) ? 600 : 400))
    .map(
      ({ path, count }) =>
        `${path} has ${count} lines. Split it by noun: each part named for what it is about, none called utils.`,
    );
  expect(faults).toEqual([]);
});

test('half of all files are shorter than 120 lines', () => {
  const counts = lines
    .filter(({ path }) => !isTest(path))
    .map(({ count }) => count)
    .sort((a, b) => a - b);
  const median = counts[Math.floor(counts.length / 2)] ?? 0;
  const longest = lines
    .toSorted((a, b) => b.count - a.count)
    .slice(0, 5)
    .map(({ path, count }) => `${path} ${count}`);
  expect(median, `median ${median}; longest: ${longest.join(', ')}`).toBeLessThan(120);
});
