import { expect, it } from 'vitest';
import { countDaysTo } from './countdown.ts';

const day = (date: string) => ({ from: date, to: date, precision: 'day' }) as const;

it('counts the days to a date, over months and past it', () => {
  expect(countDaysTo(day('2026-12-31'), '2026-11-23')).toBe(38);
  expect(countDaysTo(day('2026-11-23'), '2026-11-23')).toBe(0);
  expect(countDaysTo(day('2026-11-15'), '2026-11-23')).toBe(-8);
});

it('counts no days to a date that is not known to the day', () => {
  expect(countDaysTo({ from: '2027-09-01', to: '2027-11-30', precision: 'season' }, '2026-11-23')).toBeNull();
  expect(countDaysTo(null, '2026-11-23')).toBeNull();
});
