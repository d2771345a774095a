import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, countDays, createWorkCalendar, listHolidays } from './index.ts';
import type { WorkCalendarView } from '@sitecast/contract';

const five = [1, 2, 3, 4, 5];
const six = [1, 2, 3, 4, 5, 6];
const view = (more: Partial<WorkCalendarView> = {}): WorkCalendarView => ({
  name: 'site',
  week: five,
  minutesPerDay: 480,
  holidays: 'kz',
  exceptions: [],
  ...more,
});
const off = (from: string, to: string, works = false) => ({ from, to, works, name: null });

describe('the public holidays of Kazakhstan (law no. 267 of 2001, Labour Code article 84)', () => {
  test('Nauryz 2026 meets a weekend: 21 and 22 March move behind the 23rd, 15 March to the 16th', () => {
    const days = listHolidays(2026, five).filter((day) => day.startsWith('2026-03'));
    expect(days).toEqual(['2026-03-09', '2026-03-16', '2026-03-23', '2026-03-24', '2026-03-25']);
  });

  test('a week of six days has its own substitutes: only a Sunday moves', () => {
    const days = listHolidays(2026, six).filter((day) => day.startsWith('2026-03'));
    expect(days).toEqual(['2026-03-09', '2026-03-16', '2026-03-21', '2026-03-23', '2026-03-24']);
  });

  test('Constitution Day is 30 August until 2025 and 15 March from 2026', () => {
    expect(listHolidays(2025, six)).toContain('2025-08-30');
    expect(listHolidays(2026, six)).not.toContain('2026-08-31');
    expect(listHolidays(2027, five)).toContain('2027-03-15');
  });

  test('7 January and the first day of Kurban Ait stay where they fall', () => {
    expect(listHolidays(2025, five)).toEqual(expect.arrayContaining(['2025-01-07', '2025-06-06']));
    // A Sunday: off in any case, and no Monday for it.
    expect(listHolidays(2027, five)).not.toContain('2027-05-17');
  });

  test.each([2025, 2026, 2027, 2028])('%i: no substitute is a day off of the week, none is given twice', (year) => {
    for (const week of [five, six]) {
      const calendar = createWorkCalendar(view({ week }));
      const days = listHolidays(year, week);
      expect(new Set(days).size).toBe(days.length);
      for (const day of days) expect(calendar.isWorkDay(day)).toBe(false);
    }
  });
});

test('exceptions beat the week and the holidays, and the last one holds', () => {
  const calendar = createWorkCalendar(
    view({
      exceptions: [
        off('2026-12-12', '2026-12-13', true),
        off('2026-12-13', '2026-12-13'),
        off('2026-12-14', '2026-12-15'),
      ],
    }),
  );
  expect(calendar.isWorkDay('2026-12-12')).toBe(true);
  expect(calendar.isWorkDay('2026-12-13')).toBe(false);
  expect(calendar.isWorkDay('2026-12-14')).toBe(false);
  expect(calendar.isWorkDay('2026-12-16')).toBe(false);
  expect(calendar.isWorkDay('2026-12-17')).toBe(true);
});

test('a week without a working day, or one that is no week, is refused', () => {
  expect(() => createWorkCalendar(view({ week: [] }))).toThrow(RangeError);
  expect(() => createWorkCalendar(view({ week: [8] }))).toThrow(RangeError);
  expect(() => createWorkCalendar(view({ exceptions: [off('2026-02-02', '2026-02-01')] }))).toThrow(RangeError);
});

const day = fc.integer({ min: 0, max: 1_460 }).map((days) => addDays('2025-01-01', days));
const calendars = fc.record({
  week: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
  holidays: fc.constantFrom('kz' as const, 'none' as const),
  exceptions: fc.array(
    fc
      .record({ from: day, days: fc.integer({ min: 0, max: 12 }), works: fc.boolean() })
      .map(({ from, days, works }) => {
        return off(from, addDays(from, days), works);
      }),
    { maxLength: 6 },
  ),
});

test('working days are counted as one by one, add up, and lead back to the day', () => {
  fc.assert(
    fc.property(calendars, day, fc.integer({ min: 0, max: 400 }), (parts, from, length) => {
      const calendar = createWorkCalendar(view(parts));
      const to = addDays(from, length);
      let counted = 0;
      for (let next = 1; next <= length; next += 1) if (calendar.isWorkDay(addDays(from, next))) counted += 1;
      expect(calendar.countWorkDays(from, to)).toBe(counted);
      expect(calendar.countWorkDays(to, from) + counted).toBe(0);
      expect(counted).toBeLessThanOrEqual(countDays(from, to));
      const back = calendar.addWorkDays(from, counted);
      expect(back <= to).toBe(true);
      expect(calendar.countWorkDays(from, back)).toBe(counted);
    }),
    { numRuns: 500 },
  );
});
