import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseFrames, leaveOutBlank, toPieceKey } from './pace.ts';
import { isWithin, listStandingPeriods, parsePeriod, toWeek } from './period.ts';
import { createSiteDays } from './site-days.ts';

const days = createSiteDays({ latitude: 43.67, longitude: 77.1, zone: 'Asia/Almaty' });
const minute = 60_000;
/** Every minute of 23 November 2026 in Almaty (UTC+5). */
const day = Array.from({ length: 1_440 }, (_, index) => Date.parse('2026-11-22T19:00:00Z') + index * minute);

describe('the frames of a time-lapse', () => {
  it('shows the daylight of the site and nothing of the night', () => {
    const frames = chooseFrames('day', day, days);
    expect(days.toClock(frames[0] ?? 0)).toMatch(/^2026-11-23 06:[3-5]\d$/);
    expect(days.toClock(frames.at(-1) ?? 0)).toMatch(/^2026-11-23 16:[3-5]\d$/);
    expect(frames.length).toBeGreaterThan(550);
  });

  it('takes one of ten minutes for a week, one of thirty for a month, the three of highest sun for the job', () => {
    const week = chooseFrames('week', day, days);
    const month = chooseFrames('month', day, days);
    expect(week.length).toBeLessThanOrEqual(66);
    expect(new Set(week.map((at) => Math.floor(at / 600_000))).size).toBe(week.length);
    expect(month.length).toBeLessThanOrEqual(23);
    const job = chooseFrames('job', day, days).map((at) => days.toClock(at));
    expect(job).toHaveLength(3);
    // The true noon of 77.1° east, where clocks stand five hours before Greenwich's, is at about 11:38.
    for (const clock of job) expect(clock).toMatch(/^2026-11-23 11:3\d$/);
  });

  it('takes the hours from 7 to 19 for the day where nobody said where the site is', () => {
    const somewhere = createSiteDays({ latitude: null, longitude: null, zone: 'Asia/Almaty' });
    const clocks = chooseFrames('day', day, somewhere).map((at) => somewhere.toClock(at).slice(11));
    expect([clocks[0], clocks.at(-1), clocks.length]).toEqual(['07:00', '19:00', 721]);
  });

  it('keeps the order and invents no frame, whatever the stills', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: day[0] ?? 0, max: day.at(-1) ?? 0 }), { maxLength: 200 }),
        fc.constantFrom('day', 'week', 'month', 'job'),
        (given, pace) => {
          const stills = given.toSorted((one, other) => one - other);
          const frames = chooseFrames(pace, stills, days);
          expect(frames).toEqual(stills.filter((at) => frames.includes(at)));
          expect(frames.every((at) => days.isDaylight(at))).toBe(true);
        },
      ),
    );
  });

  it('leaves out a covered lens by the size of its picture', () => {
    const stills = [200, 190, 12, 210].map((bytes) => ({ bytes }));
    expect(leaveOutBlank(stills)).toEqual([{ bytes: 200 }, { bytes: 190 }, { bytes: 210 }]);
  });
});

describe('the stretches of a time-lapse', () => {
  it('reads days, ISO weeks, months and the job, and nothing else', () => {
    expect(['2026-11-23', '2026-W48', '2026-11', 'job'].map((name) => parsePeriod(name)?.pace)).toEqual([
      'day',
      'week',
      'month',
      'job',
    ]);
    for (const name of ['2026-02-30', '2026-W54', '2026-W00', '2026-13', '2026', '../job', '']) {
      expect(parsePeriod(name)).toBeNull();
    }
  });

  it('puts a day into the week of its Thursday', () => {
    expect(toWeek('2026-11-23')).toBe('2026-W48');
    expect(toWeek('2027-01-01')).toBe('2026-W53');
    expect(toWeek('2025-12-29')).toBe('2026-W01');
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        (date) => {
          const week = toWeek(date.toISOString().slice(0, 10));
          expect(parsePeriod(week)).not.toBeNull();
        },
      ),
    );
  });

  it('keeps ready what is asked for most, each once', () => {
    const standing = listStandingPeriods(Date.parse('2026-11-23T06:00:00Z'), days);
    expect(standing.map(({ name }) => name)).toEqual([
      'job',
      ...[
        '2026-11-23',
        '2026-11-22',
        '2026-11-21',
        '2026-11-20',
        '2026-11-19',
        '2026-11-18',
        '2026-11-17',
        '2026-11-16',
      ],
      ...['2026-W48', '2026-W47'],
      ...['2026-11', '2026-10'],
    ]);
    expect(standing.filter((period) => isWithin(period, '2026-11-17')).map(({ name }) => name)).toEqual([
      'job',
      '2026-11-17',
      '2026-W47',
      '2026-11',
    ]);
  });

  it('gives each hour of a day its own piece, also where the clock is set back', () => {
    const berlin = createSiteDays({ latitude: 52.5, longitude: 13.4, zone: 'Europe/Berlin' });
    const keys = [0, 1, 2].map((hour) => toPieceKey('day', Date.parse(`2026-10-25T0${hour}:30:00Z`), berlin));
    expect(keys).toEqual(['2026-10-25T00', '2026-10-25T01', '2026-10-25T02']);
  });
});
