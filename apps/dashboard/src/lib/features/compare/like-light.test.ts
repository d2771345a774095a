import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepDaylight, rankByLight } from './like-light.ts';

const place = { latitude: 43.6, longitude: 77.1 };
const day = (date: string) =>
  Array.from({ length: 48 }, (_, half) => Date.parse(`${date}T00:00:00Z`) + half * 1_800_000);

describe('like light', () => {
  it('finds the hour of a summer day at which the sun stands as on a winter noon', () => {
    const winterNoon = Date.parse('2026-12-21T06:52:00Z');
    const [best = 0] = rankByLight(day('2026-06-21'), winterNoon, place);
    // The winter sun is low in the south; in June it is that low only near its rising and setting, and that far south never.
    expect(new Date(best).toISOString()).toMatch(/T0[5-8]:/);
  });

  it('takes the same sun on the next day at the same minute', () => {
    const target = Date.parse('2026-11-22T06:00:00Z');
    expect(rankByLight(day('2026-11-23'), target, place)[0]).toBe(Date.parse('2026-11-23T06:00:00Z'));
  });

  it('keeps to the time of day where nobody said where the site is', () => {
    const target = Date.parse('2026-03-01T09:10:00Z');
    expect(rankByLight(day('2026-11-23'), target, null)[0]).toBe(Date.parse('2026-11-23T09:00:00Z'));
  });

  it('loses no still and invents none', () => {
    const instant = fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2030-01-01') });
    fc.assert(
      fc.property(fc.uniqueArray(instant, { maxLength: 30 }), instant, fc.boolean(), (stills, target, known) => {
        expect(rankByLight(stills, target, known ? place : null).toSorted()).toEqual(stills.toSorted());
        const kept = keepDaylight(stills, place);
        expect(kept.every((atMs) => stills.includes(atMs)) && kept.length > 0 === stills.length > 0).toBe(true);
      }),
    );
  });
});
