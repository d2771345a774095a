import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CurvePoint, MilestoneView, ProgressView } from '@sitecast/contract';
import { toAxisPercent, toCurveShape, toDayMs, toQuarters } from './curve-shape.ts';
import { milestone, progress } from '../live/views.fixture.ts';

const point = (date: string, bp: Partial<CurvePoint>): CurvePoint => ({
  date,
  plannedBp: null,
  earnedBp: null,
  forecastBp: null,
  correctedFromBp: null,
  correctionReason: null,
  ...bp,
});
const withCurve = (curve: CurvePoint[], dataDate: string | null): ProgressView => ({
  ...progress(3_500),
  curve,
  dataDate,
});

const park = withCurve(
  [
    point('2026-07-31', { plannedBp: 2_700, earnedBp: 2_100 }),
    point('2026-08-31', { plannedBp: 3_200, earnedBp: 2_500, correctedFromBp: 2_600, correctionReason: 'rework' }),
    point('2026-09-30', { plannedBp: 3_700, earnedBp: 3_000 }),
    point('2026-10-31', { plannedBp: 4_300, earnedBp: 3_500, forecastBp: 3_500 }),
    point('2026-11-30', { plannedBp: 4_900, forecastBp: 4_100 }),
  ],
  '2026-10-31',
);

describe('toCurveShape', () => {
  it('draws actual up to the data date and forecast from there', () => {
    const shape = toCurveShape(park);
    expect(shape.actual).toHaveLength(1);
    expect(shape.last).toEqual({ atMs: toDayMs('2026-10-31'), bp: 3_500 });
    expect(shape.forecast.map((place) => place.bp)).toEqual([3_500, 4_100]);
    expect(shape.gaps).toEqual([]);
  });

  it('[PCT3] keeps what stood before a correction, with the reason', () => {
    expect(toCurveShape(park).corrections).toEqual([
      { atMs: toDayMs('2026-08-31'), date: '2026-08-31', fromBp: 2_600, toBp: 2_500, reason: 'rework' },
    ]);
  });

  it('breaks the line where a period is missing', () => {
    const curve = park.curve.map((each) => (each.date === '2026-08-31' ? { ...each, earnedBp: null } : each));
    const shape = toCurveShape(withCurve(curve, '2026-10-31'));
    expect(shape.actual.map((run) => run.length)).toEqual([1, 2]);
    expect(shape.gaps).toEqual([[shape.actual[0]?.[0], shape.actual[1]?.[0]]]);
  });

  it('draws nothing actual without a data date, and nothing at all without points', () => {
    expect(toCurveShape(withCurve(park.curve, null)).actual).toEqual([]);
    const empty = toCurveShape(withCurve([], null));
    expect(empty.toMs > empty.fromMs).toBe(false);
    expect(toQuarters(empty)).toEqual([]);
    expect(toAxisPercent(empty, 0)).toBe(0);
  });

  it('places a milestone by its actual date, else by its forecast, as wide as that is fuzzy', () => {
    const forecast = { from: '2027-09-01', to: '2027-11-30', precision: 'season' } as const;
    const opening: MilestoneView = { ...milestone('M13'), forecast };
    const [done, planned] = toCurveShape(park, [milestone('M04', '2026-08-28T08:00:00.000Z'), opening]).milestones;
    expect(done?.atMs).toBe(toDayMs('2026-08-28'));
    expect([planned?.fromMs, planned?.toMs]).toEqual([toDayMs('2027-09-01'), toDayMs('2027-11-30')]);
  });

  it('leaves a cancelled milestone and one without a date out', () => {
    const gone: MilestoneView = { ...milestone('M07'), state: 'cancelled' };
    const vague: MilestoneView = { ...milestone('M08'), baseline: null };
    expect(toCurveShape(park, [gone, vague]).milestones).toEqual([]);
  });

  it('never draws actual past the data date, whatever the curve says', () => {
    const days = fc
      .integer({ min: 0, max: 900 })
      .map((n) => new Date(Date.UTC(2025, 8, 1 + n)).toISOString().slice(0, 10));
    const bp = fc.option(fc.integer({ min: 0, max: 10_000 }), { nil: null });
    const points = fc.uniqueArray(fc.tuple(days, bp, bp, bp), { selector: ([day]) => day, maxLength: 40 });
    fc.assert(
      fc.property(points, fc.option(days, { nil: null }), (rows, dataDate) => {
        const curve = rows
          .toSorted(([a], [b]) => a.localeCompare(b))
          .map(([date, plannedBp, earnedBp, forecastBp]) => point(date, { plannedBp, earnedBp, forecastBp }));
        const shape = toCurveShape(withCurve(curve, dataDate));
        for (const place of shape.actual.flat()) expect(place.atMs).toBeLessThanOrEqual(shape.dataDateMs!);
        for (const place of [...shape.planned, ...shape.actual.flat(), ...shape.forecast]) {
          const percent = toAxisPercent(shape, place.atMs);
          expect(percent >= 0 && percent <= 100).toBe(true);
        }
      }),
    );
  });
});

describe('toQuarters', () => {
  it('names the first days of the quarters on the axis', () => {
    const axis = { fromMs: toDayMs('2025-09-12'), toMs: toDayMs('2026-07-01') };
    expect(toQuarters(axis).map((quarter) => quarter.date)).toEqual([
      '2025-10-01',
      '2026-01-01',
      '2026-04-01',
      '2026-07-01',
    ]);
  });
});
