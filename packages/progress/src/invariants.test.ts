import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addDays,
  checkPlanCurve,
  compareFractions,
  computeEarnedSchedule,
  computeEarnedValue,
  computeFigures,
  computeProgress,
  countDays,
  drawSCurve,
  fractionFromBp,
  measureMomentumBp,
  measurePercent,
  measureSlipDays,
  one,
  readPlannedBp,
  rollUp,
  toBasisPoints,
  toDateOfPeriod,
  readLocalClock,
  toEndOfDay,
  toInstantOfClock,
  toFraction,
  toLocalDate,
  toMonthEnd,
  toNumber,
  toPeriod,
} from './index.ts';
import type { PlanCurve } from './index.ts';

const basisPoints = fc.integer({ min: 0, max: 10_000 });
const weight = fc.integer({ min: 0, max: 1_000_000_000 });
const items = fc.array(fc.record({ weight, bp: fc.option(basisPoints) }), { maxLength: 30 });
const day = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('1970-01-01', days));
const zone = fc.constantFrom(
  'Asia/Almaty',
  'Europe/Berlin',
  'America/St_Johns',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'UTC',
);
const plan: fc.Arbitrary<PlanCurve> = fc
  .tuple(fc.array(basisPoints, { maxLength: 40 }), fc.integer({ min: 0, max: 600 }))
  .map(([values, month]) =>
    [0, ...values.sort((a, b) => a - b), 10_000].map((plannedBp, index) => ({
      date: toMonthEnd('2000-01-31', month + index),
      plannedBp,
    })),
  );
const toItems = (rows: readonly { weight: number; bp: number | null }[]) =>
  rows.map((row) => ({ weight: row.weight, share: row.bp === null ? null : fractionFromBp(row.bp) }));

test('[INV1] a measured percent is a whole 0–10000 or undefined, whatever was counted', () => {
  const count = fc.double({ min: 0, max: 1e12, noNaN: true });
  const total = fc.double({ min: 1e-9, max: 1e12, noNaN: true });
  fc.assert(
    fc.property(count, total, (done, whole) => {
      const { share, raw, overrun } = measurePercent({ method: 'units', done, total: whole });
      if (share === null || raw === null) throw new Error('units always have a percent');
      const bp = toBasisPoints(share);
      expect(Number.isInteger(bp) && bp >= 0 && bp <= 10_000).toBe(true);
      expect(overrun).toBe(done > whole);
      expect(compareFractions(raw, share)).toBe(overrun ? 1 : 0);
    }),
  );
});

test('[INV1] numbers that are no measure are refused', () => {
  for (const total of [0, -1, Number.NaN]) {
    expect(() => measurePercent({ method: 'units', done: 1, total })).toThrow(RangeError);
  }
  expect(() => measurePercent({ method: 'units', done: -1, total: 2 })).toThrow(RangeError);
  expect(() => measurePercent({ method: 'estimate', percentBp: 0.5 })).toThrow(RangeError);
  expect(() => rollUp([{ weight: 1.5, share: one }])).toThrow(RangeError);
  expect(() => toFraction(Number.POSITIVE_INFINITY)).toThrow(RangeError);
});

test('[INV8] a roll-up lies between its items, is exact, and is undefined only where Σw is 0', () => {
  fc.assert(
    fc.property(items, (rows) => {
      const { share, weightSum } = rollUp(toItems(rows));
      expect(share === null).toBe(weightSum === 0);
      if (share === null) return;
      const values = rows.filter((row) => row.weight > 0).map((row) => row.bp ?? 0);
      expect(toBasisPoints(share)).toBeGreaterThanOrEqual(Math.min(...values));
      expect(toBasisPoints(share)).toBeLessThanOrEqual(Math.max(...values));
      const sum = rows.reduce((total, row) => total + BigInt(row.weight) * BigInt(row.bp ?? 0), 0n);
      expect(share.numerator * BigInt(weightSum) * 10_000n).toBe(sum * share.denominator);
    }),
  );
});

test('a roll-up does not depend on order, on scale, or on items without weight', () => {
  fc.assert(
    fc.property(items, fc.integer({ min: 1, max: 1_000 }), (rows, scale) => {
      const before = rollUp(toItems(rows)).share;
      const changed = [...rows].reverse().map((row) => ({ ...row, weight: row.weight * scale }));
      expect(rollUp(toItems([...changed, { weight: 0, bp: 10_000 }])).share).toEqual(before);
    }),
  );
});

test('[INV9] more done never lowers the roll-up', () => {
  fc.assert(
    fc.property(items, fc.nat(), basisPoints, (rows, pick, bp) => {
      const row = rows[pick % Math.max(1, rows.length)];
      const before = rollUp(toItems(rows)).share;
      if (!row || before === null) return;
      const more = rows.map((other) => (other === row ? { ...row, bp: Math.max(row.bp ?? 0, bp) } : other));
      const after = rollUp(toItems(more)).share;
      expect(after !== null && compareFractions(after, before) >= 0).toBe(true);
    }),
  );
});

test('[INV10] no index is ever infinite, not a number, or drawn from nothing', () => {
  const money = fc.integer({ min: -1_000_000, max: 1_000_000_000 });
  fc.assert(
    fc.property(money, money, money, money, (pv, ev, ac, bac) => {
      const index = computeEarnedValue({ pv, ev, ac, bac });
      for (const value of Object.values(index)) expect(value === null || Number.isFinite(value)).toBe(true);
      expect(index.spi === null).toBe(pv <= 0);
      expect(index.cpi === null).toBe(ac <= 0);
    }),
  );
});

test('[INV11] EV ≤ BAC and ES ≤ PD, at any date and percent', () => {
  fc.assert(
    fc.property(plan, items, day, fc.integer({ min: 1, max: 9_000_000_000_000 }), (curve, rows, dataDate, budget) => {
      const { share } = rollUp(toItems(rows));
      const figures = computeFigures({
        share,
        plan: curve,
        dataDate,
        budgetMinor: budget,
        actualCostMinor: budget,
        actualCostDate: dataDate,
      });
      if (figures.earnedValueMinor !== null) expect(figures.earnedValueMinor).toBeLessThanOrEqual(budget);
      if (figures.plannedValueMinor !== null) expect(figures.plannedValueMinor).toBeLessThanOrEqual(budget);
      const values = curve.map((point) => point.plannedBp);
      const es = computeEarnedSchedule(values, share === null ? 0 : toNumber(share) * 10_000, 10_000);
      expect(es).toBeGreaterThanOrEqual(0);
      expect(es).toBeLessThanOrEqual(values.indexOf(10_000));
    }),
  );
});

test('[INV12] money stays whole minor units', () => {
  fc.assert(
    fc.property(plan, basisPoints, day, fc.integer({ min: 0, max: 9_000_000_000_000 }), (curve, bp, date, budget) => {
      const money = { budgetMinor: budget, actualCostMinor: 1, actualCostDate: date };
      const figures = computeFigures({ ...money, share: fractionFromBp(bp), plan: curve, dataDate: date });
      for (const value of [figures.plannedValueMinor, figures.earnedValueMinor])
        expect(Number.isInteger(value)).toBe(true);
      expect(figures.estimateAtCompletionMinor === null || Number.isInteger(figures.estimateAtCompletionMinor)).toBe(
        true,
      );
    }),
  );
});

test('the planned curve never falls and meets its own points', () => {
  fc.assert(
    fc.property(plan, day, day, (curve, a, b) => {
      checkPlanCurve(curve);
      const [early, late] = [a, b].sort();
      expect(readPlannedBp(curve, early ?? a)).toBeLessThanOrEqual(readPlannedBp(curve, late ?? b));
      for (const point of curve) expect(readPlannedBp(curve, point.date)).toBe(point.plannedBp);
    }),
  );
});

test('a day and its place on the grid of periods are each other’s inverse from the first point on', () => {
  fc.assert(
    fc.property(plan, fc.integer({ min: 0, max: 3_000 }), (curve, days) => {
      const date = addDays(curve[0]?.date ?? '', days);
      expect(toDateOfPeriod(curve, toPeriod(curve, date))).toBe(date);
    }),
  );
});

test('a forecast begins at the data date with what is earned, never falls, ends at 100 %', () => {
  fc.assert(
    fc.property(plan, fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 1, max: 9_999 }), (curve, days, bp) => {
      const dataDate = addDays(curve[0]?.date ?? '', days);
      const history = [{ date: dataDate, percentBp: bp, correctedFromBp: null, correctionReason: null }];
      const view = computeProgress({ share: fractionFromBp(bp), plan: curve, history, dataDate });
      const forecast = view.curve.filter((point) => point.forecastBp !== null);
      expect(view.curve.every((point) => point.earnedBp === null || point.date <= dataDate)).toBe(true);
      if (view.forecastFinish === null || view.forecastFinish <= dataDate) return;
      expect(forecast[0]).toMatchObject({ date: dataDate, forecastBp: bp });
      expect(forecast.at(-1)).toMatchObject({ date: view.forecastFinish, forecastBp: 10_000 });
      for (const [index, point] of forecast.entries()) {
        expect(point.forecastBp).toBeGreaterThanOrEqual(forecast[index - 1]?.forecastBp ?? 0);
      }
    }),
  );
});

test('a finished project ends on the day it was finished, not on a forecast', () => {
  const curve = [0, 5_000, 10_000].map((plannedBp, index) => ({ date: toMonthEnd('2026-01-31', index), plannedBp }));
  const history = ['2026-03-31', '2026-04-30', '2026-05-31'].map((date, index) => ({
    date,
    percentBp: index === 0 ? 9_000 : 10_000,
    correctedFromBp: null,
    correctionReason: null,
  }));
  const view = computeProgress({ share: one, plan: curve, history, dataDate: '2026-05-31' });
  expect(view.forecastFinish).toBe('2026-04-30');
  expect(view.spi).toBe(1);
  expect(view.spiT).toBeCloseTo(0.5, 12);
});

test('work that has not begun has no end in sight', () => {
  const curve = [0, 10_000].map((plannedBp, index) => ({ date: toMonthEnd('2026-01-31', index), plannedBp }));
  const view = computeProgress({ share: fractionFromBp(0), plan: curve, history: [], dataDate: '2026-02-10' });
  expect([view.spiT, view.forecastFinish, view.percentBp]).toEqual([0, null, 0]);
  expect(drawSCurve(curve, [], [])).toHaveLength(2);
});

test('momentum counts 30 days, not the distance of two reports, and is undefined without that much history', () => {
  const point = (date: string, percentBp: number) => ({
    date,
    percentBp,
    correctedFromBp: null,
    correctionReason: null,
  });
  const quarterly = [point('2026-01-01', 1_000), point('2026-04-01', 1_900)];
  expect(measureMomentumBp(quarterly, '2026-04-01')).toBe(300);
  expect(measureMomentumBp([point('2026-04-01', 1_900)], '2026-04-01')).toBeNull();
});

test('[INV20] a day ends where the clocks of its zone say, once', () => {
  fc.assert(
    fc.property(day, zone, (date, name) => {
      const end = toEndOfDay(date, name);
      expect(toLocalDate(end, name) > date).toBe(true);
      expect(toLocalDate(new Date(Date.parse(end) - 1).toISOString(), name) <= date).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('[INV20] a clock of the site is read back as the instant it showed, the earlier where it showed it twice', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000_000 }), zone, (minutes, name) => {
      const instant = new Date(Date.UTC(2023, 0, 1) + minutes * 60_000).toISOString();
      const { date, time } = readLocalClock(instant, name);
      const back = toInstantOfClock(date, time, name);
      expect(back <= instant).toBe(true);
      expect(readLocalClock(back, name)).toMatchObject({ date, time });
    }),
  );
  expect(toInstantOfClock('2026-11-20', '12:15:30', 'Asia/Almaty')).toBe('2026-11-20T07:15:30.000Z');
  expect(toInstantOfClock('2024-02-29', '23:30', 'Asia/Almaty')).toBe('2024-02-29T17:30:00.000Z');
  // Berlin skips 02:30 on that day.
  expect(toInstantOfClock('2026-03-29', '02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  expect(() => toInstantOfClock('2026-02-30', '12:00', 'UTC')).toThrow(RangeError);
  expect(() => toInstantOfClock('2026-02-20', '25:00', 'UTC')).toThrow(RangeError);
});

test('days add, count and end months without a zone', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -20_000, max: 20_000 }), (date, days) => {
      expect(countDays(date, addDays(date, days))).toBe(days);
      expect(toMonthEnd(date) >= date).toBe(true);
      expect(addDays(toMonthEnd(date), 1).slice(8)).toBe('01');
    }),
  );
  expect(toMonthEnd('2027-11-30', 3)).toBe('2028-02-29');
  for (const text of ['2026-02-30', '2026-2-1', '', '2026-10-31T00:00:00Z'])
    expect(() => addDays(text, 1)).toThrow(RangeError);
});

test('a window met inside is neither early nor late', () => {
  const exact = (date: string) => ({ from: date, to: date, precision: 'day' as const });
  const autumn = { from: '2027-09-01', to: '2027-11-30', precision: 'season' as const };
  expect(measureSlipDays(autumn, exact('2027-10-15'))).toBe(0);
  expect(measureSlipDays(autumn, exact('2027-12-28'))).toBe(28);
  expect(measureSlipDays(exact('2026-03-31'), exact('2026-04-17'))).toBe(17);
  expect(measureSlipDays(exact('2026-03-31'), exact('2026-03-01'))).toBe(-30);
  expect(measureSlipDays(null, autumn)).toBeNull();
});
