import { archiveRulesSchema, type Pin } from '@sitecast/contract';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../platform/local-day.ts';
import { createStillThinning, pickThinned } from './still-thinning.ts';

const rules = archiveRulesSchema.parse({ stillDays: 14, hourlyDays: 365 });
const today = '2026-11-23';
const minuteMs = 60_000;
/** A still a minute of a day of the site, which is five hours ahead. */
const listDay = (date: string): number[] => {
  const fromMs = Date.parse(`${date}T00:00:00+05:00`);
  return Array.from({ length: 1_440 }, (_, minute) => fromMs + minute * minuteMs);
};
const toClock = (atMs: number): string => new Date(atMs + 5 * 60 * minuteMs).toISOString().slice(11, 16);
const listKept = (date: string, pins: readonly Pin[] = []): number[] => {
  const times = listDay(date);
  const gone = new Set(pickThinned(rules, date, today, times, pins));
  return times.filter((atMs) => !gone.has(atMs));
};
const pinOf = (date: string, reason: Pin['reason']): Pin => ({
  from: `${date}T02:00:30.000Z`,
  to: `${date}T02:03:30.000Z`,
  ...{ reason, ref: 'M02', isPublic: true },
});

describe('what is kept of old stills', () => {
  it('is every one of fourteen days, then one an hour of daylight, after a year the one at noon', () => {
    expect(listKept(addDays(today, -13))).toHaveLength(1_440);
    const hourly = listKept(addDays(today, -14)).map(toClock);
    expect(hourly).toEqual(Array.from({ length: 17 }, (_, hour) => `${String(hour + 5).padStart(2, '0')}:00`));
    expect(listKept(addDays(today, -364)).map(toClock)).toEqual(hourly);
    expect(listKept(addDays(today, -365)).map(toClock)).toEqual(['12:00']);
  });

  it('is the nearest one where a camera was away at the hour', () => {
    const times = listDay('2026-10-01').filter((atMs) => toClock(atMs) > '12:40');
    const gone = new Set(pickThinned(rules, '2026-10-01', today, times, []));
    const kept = times.filter((atMs) => !gone.has(atMs)).map(toClock);
    expect(kept[0]).toBe('12:41');
    expect(kept).toContain('13:00');
  });

  it.each(['milestone', 'evidence'] as const)('is every one of a pinned moment, whatever the rule: %s', (reason) => {
    for (const date of [addDays(today, -20), addDays(today, -800)]) {
      const kept = listKept(date, [pinOf(date, reason)]).map(toClock);
      expect(kept.filter((clock) => clock.startsWith('07:0') && clock !== '07:00')).toEqual([
        '07:01',
        '07:02',
        '07:03',
      ]);
    }
  });
});

describe('the thinning of a camera', () => {
  it('removes day by day what goes by the rules, a few at a time, and looks at none twice until a rule changes', async () => {
    const kept = new Map(
      Array.from({ length: 8 }, (_, day) => addDays(today, -30 + day)).map((day) => [day, listDay(day)]),
    );
    let looked = 0;
    const thinning = createStillThinning({
      listDays: () => [...kept].map(([date, times]) => ({ date, first: '', last: '', count: times.length })),
      listRange: (fromMs) => {
        looked += 1;
        return Promise.resolve(kept.get(addDays(new Date(fromMs).toISOString().slice(0, 10), 1)) ?? []);
      },
      remove: (gone) => {
        const set = new Set(gone);
        for (const [date, times] of kept)
          kept.set(
            date,
            times.filter((atMs) => !set.has(atMs)),
          );
        return Promise.resolve();
      },
    });
    const nowMs = Date.parse(`${today}T12:00:00Z`);
    expect(await thinning.work(rules, [], nowMs)).toBe(5 * (1_440 - 17));
    expect(await thinning.work(rules, [], nowMs)).toBe(3 * (1_440 - 17));
    expect([...kept.values()].map((times) => times.length)).toEqual(Array.from({ length: 8 }, () => 17));
    expect(looked).toBe(8);
    expect(await thinning.work(rules, [], nowMs)).toBe(0);
    expect(looked).toBe(8);
    expect(await thinning.work({ ...rules, stillDays: 7, hourlyDays: 25 }, [], nowMs)).toBe(5 * 16);
  });
});
