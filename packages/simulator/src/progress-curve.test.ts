import { expect, test } from 'vitest';
import { firstStoneMs, toProgressCurve } from './progress-curve.ts';

const curve = toProgressCurve({
  percentBp: 3_500,
  dataDate: '2026-10-31',
  curve: [
    { date: '2026-04-30', earnedBp: 1_100 },
    { date: '2026-05-31', earnedBp: 1_300 },
    { date: '2026-12-31', earnedBp: null },
  ],
});

test('begins at nothing with the first stone and ends at the percent of the data date', () => {
  expect(curve.percentAt(firstStoneMs - 1)).toBe(0);
  expect(curve.percentAt(firstStoneMs)).toBe(0);
  expect(curve.percentAt(Date.parse('2027-06-01T00:00:00Z'))).toBe(35);
  expect(curve.percentNow).toBe(35);
});

test('goes straight between the ends of two periods', () => {
  expect(curve.percentAt(Date.parse('2026-05-01T00:00:00+05:00'))).toBeCloseTo(11);
  expect(curve.percentAt(Date.parse('2026-05-16T12:00:00+05:00'))).toBeCloseTo(12);
});

test('shows an empty plot where nothing is known', () => {
  expect(toProgressCurve({ percentBp: null, dataDate: null, curve: [] }).percentNow).toBe(0);
});
