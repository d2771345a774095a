import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFraction, divideNumbers, fractionFromBp, toBasisPoints } from './fraction.ts';
import { computeInvestorNumbers, rollUpFigures, rollUp, simulateFinish, toMonthEnd } from './index.ts';

const plan = Array.from({ length: 25 }, (_, month) => ({
  date: toMonthEnd('2025-01-31', month),
  plannedBp: Math.round((month / 24) * 10_000),
}));
const toHistory = (steps: readonly number[]) => {
  let percentBp = 0;
  return steps.map((step, month) => {
    percentBp += step;
    return { date: toMonthEnd('2025-01-31', month), percentBp, correctedFromBp: null, correctionReason: null };
  });
};

test('the band is the same for the same history, in order, and wider for an unsteadier one', () => {
  const steady = toHistory([0, 400, 410, 390, 400, 400, 410, 390]);
  const unsteady = toHistory([0, 1_200, 0, 0, 1_000, 50, 0, 550]);
  const band = simulateFinish(plan, steady, 2_800);
  const wide = simulateFinish(plan, unsteady, 2_800);
  expect(simulateFinish(plan, steady, 2_800)).toEqual(band);
  expect(band && band.p10 <= band.p50 && band.p50 <= band.p90).toBe(true);
  const days = (one: typeof band): number => (one ? Date.parse(one.p90) - Date.parse(one.p10) : 0);
  expect(days(wide)).toBeGreaterThan(2 * days(band));
  expect(band?.drawnFrom).toBe(7);
});

test('there is no band of three stretches, of finished work, or of work at rest', () => {
  expect(simulateFinish(plan, toHistory([0, 400, 400, 400]), 1_200)).toBeNull();
  expect(simulateFinish(plan, toHistory([0, 2_500, 2_500, 2_500, 2_500]), 10_000)).toBeNull();
  expect(simulateFinish(plan, toHistory([0, 0, 0, 0, 0, 0]), 0)).toBeNull();
});

test('[INV10] without a plan, a post or a cost every number that rests on it is null', () => {
  const none = { share: null, plan: [], history: [], dataDate: null };
  const numbers = computeInvestorNumbers(
    { ...none, budgetMinor: 100, actualCostMinor: null, actualCostDate: null },
    { band: true },
  );
  const { budgetMinor, ...rest } = numbers;
  expect(budgetMinor).toBe(100);
  expect(Object.values(rest).every((value) => value === null)).toBe(true);
});

test('whole counts divide to the same share as their decimals do', () => {
  fc.assert(
    fc.property(fc.nat(1e9), fc.integer({ min: 1, max: 1e9 }), (done, total) => {
      expect(divideNumbers(done, total)).toEqual(createFraction(BigInt(done), BigInt(total)));
    }),
  );
});

test('a roll-up of thousands of unlike totals is that of their exact sum', () => {
  const items = Array.from({ length: 3_000 }, (_, index) => ({
    weight: 1,
    share: createFraction(BigInt(index % 97), BigInt(101 + index)),
  }));
  const mean = items.reduce((sum, { share }) => sum + Number(share.numerator) / Number(share.denominator), 0) / 3_000;
  const { share } = rollUp(items);
  expect(share && toBasisPoints(share)).toBe(Math.round(mean * 10_000));
});

test('sums speak of the projects whose money is counted at their own data date', () => {
  const figures = {
    percentBp: 5_000,
    plannedBp: 6_000,
    dataDate: '2026-10-31',
    budgetMinor: 1_000,
    plannedValueMinor: 600,
    earnedValueMinor: 500,
    actualCostMinor: 550,
    actualCostDate: '2026-10-31',
  };
  const late = { ...figures, percentBp: 1_000, actualCostDate: '2026-09-30', dataDate: '2026-10-15' };
  const sum = rollUpFigures([
    { weight: 3, figures },
    { weight: 1, figures: late },
  ]);
  expect(sum).toMatchObject({ percentBp: 4_000, measuredProjects: 2, costedProjects: 1, budgetMinor: 1_000 });
  expect(sum.dataDate).toBe('2026-10-15');
  expect(sum.cpi).toBeCloseTo(500 / 550);
  expect(toBasisPoints(fractionFromBp(5_000))).toBe(5_000);
});
