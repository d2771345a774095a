import { expect, test } from 'vitest';
import { findLitDay } from './lit-day.ts';

const place = { latitude: 43.6, longitude: 77.1 };
const night = (date: string) => Date.parse(`${date}T18:27:00Z`);
const noon = (date: string) => Date.parse(`${date}T07:00:00Z`);
const readFrom = (days: Record<string, number[]>) => (date: string) => Promise.resolve(days[date] ?? []);

test('goes back to the day before where today was seen by night alone', async () => {
  const read = readFrom({ '2026-11-23': [night('2026-11-23')], '2026-11-22': [noon('2026-11-22')] });
  expect(await findLitDay('2026-11-23', -1, place, read)).toBe('2026-11-22');
});

test('stays with a day that has daylight, and goes forward from a first day that has none', async () => {
  const read = readFrom({ '2025-09-12': [night('2025-09-12')], '2025-09-14': [noon('2025-09-14')] });
  expect(await findLitDay('2025-09-12', 1, place, read)).toBe('2025-09-14');
  expect(await findLitDay('2025-09-14', 1, place, read)).toBe('2025-09-14');
});

test('is content with the night where a week has no daylight, or nobody knows where the sun stands', async () => {
  const days = { '2026-11-23': [night('2026-11-23')], '2026-11-10': [noon('2026-11-10')] };
  expect(await findLitDay('2026-11-23', -1, place, readFrom(days))).toBe('2026-11-23');
  expect(await findLitDay('2026-11-23', -1, null, readFrom({}))).toBe('2026-11-23');
});
