import { timeLapseSettingsSchema, type WorkCalendarView } from '@sitecast/contract';
import { expect, test } from 'vitest';
import { toRestDays } from './rest-days.ts';

const calendar: WorkCalendarView = {
  name: 'Site',
  week: [1, 2, 3, 4, 5, 6],
  minutesPerDay: 480,
  holidays: 'kz',
  exceptions: [{ from: '2026-11-02', to: '2026-11-04', works: false, name: null }],
};
const november = { from: '2026-11-01', to: '2026-11-30' };

test('a site rests on its free weekdays, on public holidays and in its own breaks', () => {
  const own = ['2026-11-02', '2026-11-03', '2026-11-04'];
  expect(toRestDays(calendar, november)).toEqual({ weekdays: [7], dates: own });
  const { dates } = toRestDays(calendar, { from: '2026-12-01', to: '2026-12-31' });
  expect(dates).toEqual(['2026-12-16']);
});

test('a Sunday that is worked by exception is shown, the other Sundays are not', () => {
  const exceptions = [{ from: '2026-11-15', to: '2026-11-15', works: true, name: null }];
  expect(toRestDays({ ...calendar, exceptions }, november)).toEqual({
    weekdays: [],
    dates: ['2026-11-01', '2026-11-08', '2026-11-22', '2026-11-29'],
  });
});

test('without a calendar every day is shown; of a calendar of any length the recorder takes the answer', () => {
  expect(toRestDays(null, november)).toEqual({ weekdays: [], dates: [] });
  const odd = { ...calendar, week: [3], exceptions: [1, 2, 4, 5, 6, 7].map((day) => oneDay(`2020-01-0${day}`)) };
  const rest = toRestDays(odd, { from: '2016-01-01', to: '2026-12-31' });
  expect(rest.dates.at(-1)).toBe('2026-12-31');
  expect(timeLapseSettingsSchema.shape.rest.safeParse(rest).success).toBe(true);
});

function oneDay(day: string): WorkCalendarView['exceptions'][number] {
  return { from: day, to: day, works: true, name: null };
}
