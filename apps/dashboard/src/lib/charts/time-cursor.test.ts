import { describe, expect, it } from 'vitest';
import { findNextStop, findStop, toDateOfIndex, toDayIndex, toDayRange, type TimeStop } from './time-cursor.ts';
import { toDayMs } from './curve-shape.ts';

const shape = { fromMs: toDayMs('2025-09-12'), toMs: toDayMs('2027-12-31') };
const stop = (code: string, date: string): TimeStop => ({
  code,
  title: { en: code },
  date,
  atMs: Date.parse(`${date}T07:00:00.000Z`),
});
const stops = [stop('M01', '2025-09-12'), stop('M02', '2025-12-05'), stop('M03', '2026-04-17')];

describe('the days a cursor stands on', () => {
  it('go from the first of the curve to today, never into the future', () => {
    const range = toDayRange(shape, '2026-11-23');
    expect(toDateOfIndex(range, 0)).toBe('2025-09-12');
    expect(toDateOfIndex(range, range.last)).toBe('2026-11-23');
    expect(toDayRange(shape, '2030-01-01').last).toBe(toDayRange(shape, '2027-12-31').last);
    expect(toDayRange(shape, '2020-01-01').last).toBe(0);
  });

  it('know their date, whatever the day', () => {
    const range = toDayRange(shape, '2026-11-23');
    for (let index = 0; index <= range.last; index += 1) {
      expect(toDayIndex(range, toDateOfIndex(range, index))).toBe(index);
    }
    expect(toDayIndex(range, '2020-01-01')).toBe(0);
    expect(toDayIndex(range, '2029-01-01')).toBe(range.last);
  });
});

describe('the milestones a cursor stops at', () => {
  const range = toDayRange(shape, '2026-11-23');

  it('are those of the day, and for a pointer those near it', () => {
    const index = toDayIndex(range, '2025-12-05');
    expect(findStop(stops, range, index, 0)?.code).toBe('M02');
    expect(findStop(stops, range, index + 1, 0)).toBeNull();
    expect(findStop(stops, range, index + 4, 5)?.code).toBe('M02');
    expect(findStop(stops, range, index + 6, 5)).toBeNull();
  });

  it('follow one another, and standing on one is not standing before it', () => {
    expect(findNextStop(stops, stops[1]!.atMs, -1)?.code).toBe('M01');
    expect(findNextStop(stops, stops[1]!.atMs, 1)?.code).toBe('M03');
    expect(findNextStop(stops, stops[0]!.atMs, -1)).toBeNull();
    expect(findNextStop(stops, Date.parse('2026-11-23T00:00:00.000Z'), 1)).toBeNull();
    expect(findNextStop(stops, Date.parse('2026-11-23T00:00:00.000Z'), -1)?.code).toBe('M03');
  });
});
