import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  computePhases,
  computeProgress,
  createWorkCalendar,
  findAncestors,
  fractionFromBp,
  measurePercent,
  planItems,
  readPlannedBp,
  replanCurve,
  rollUp,
  drawItems,
  toBasisPoints,
  toMonthEnd,
  toNumber,
} from './index.ts';
import type { PhasedItem, PlanCurve } from './index.ts';

const calendar = createWorkCalendar({
  name: 's',
  week: [1, 2, 3, 4, 5],
  minutesPerDay: 480,
  holidays: 'kz',
  exceptions: [],
});
const phases = [
  { code: 'P1', parent: null },
  { code: 'P2', parent: null },
  { code: 'P3', parent: 'P2' },
  { code: 'P4', parent: 'P3' },
];
const day = fc.integer({ min: 0, max: 700 }).map((days) => addDays('2026-01-05', days));
const items = fc.uniqueArray(
  fc
    .record({
      code: fc.stringMatching(/^M\d{2}$/),
      phase: fc.constantFrom('P1', 'P2', 'P3', 'P4', null),
      weight: fc.integer({ min: 0, max: 100 }),
      bp: fc.option(fc.integer({ min: 0, max: 10_000 })),
      start: fc.option(day),
      finish: day,
    })
    .map(({ bp, start, ...item }): PhasedItem => {
      const begins = start !== null && start > item.finish ? item.finish : start;
      return { ...item, start: begins, share: bp === null ? null : fractionFromBp(bp) };
    }),
  { minLength: 1, maxLength: 14, selector: (item) => item.code },
);
const curve: fc.Arbitrary<PlanCurve> = fc.array(fc.integer({ min: 0, max: 10_000 }), { maxLength: 24 }).map((values) =>
  [0, ...values.sort((a, b) => a - b), 10_000].map((plannedBp, month) => ({
    date: toMonthEnd('2026-01-31', month),
    plannedBp,
  })),
);

describe('phases', () => {
  test('[PCT5] [INV8] percent and planned of the phases at the top add up to the project, by the same weights', () => {
    fc.assert(
      fc.property(items, curve, day, (list, plan, dataDate) => {
        const found = computePhases({ phases, items: list, plan, dataDate, calendar });
        const { share, weightSum } = rollUp(list);
        const top = found.filter(
          ({ code }) => code === null || phases.find((one) => one.code === code)?.parent === null,
        );
        expect(top.reduce((sum, phase) => sum + phase.weight, 0)).toBe(weightSum);
        if (share === null) return;
        const weigh = (pick: (phase: (typeof found)[number]) => number | null): number =>
          top.reduce((sum, phase) => sum + phase.weight * (pick(phase) ?? 0), 0) / weightSum;
        // Each phase is rounded to a basis point once.
        expect(Math.abs(weigh((phase) => phase.percentBp) - toNumber(share) * 10_000)).toBeLessThanOrEqual(0.51);
        const planned = readPlannedBp(plan, dataDate, calendar);
        expect(Math.abs(weigh((phase) => phase.plannedBp) - planned)).toBeLessThanOrEqual(0.51);
      }),
      { numRuns: 1_000 },
    );
  });

  test('[INV1] [INV10] a percent is whole and 0–10000, an index without a plan is a dash', () => {
    fc.assert(
      fc.property(items, curve, day, (list, plan, dataDate) => {
        for (const phase of computePhases({ phases, items: list, plan, dataDate, calendar })) {
          for (const bp of [phase.percentBp, phase.plannedBp]) {
            if (bp !== null) expect(Number.isInteger(bp) && bp >= 0 && bp <= 10_000).toBe(true);
          }
          if (phase.weight === 0) expect([phase.percentBp, phase.plannedBp, phase.spi]).toEqual([null, null, null]);
          if (phase.plannedBp === 0 && phase.spi !== null) expect(phase.spi).toBeGreaterThanOrEqual(0);
        }
        for (const share of planItems({ items: list, plan, date: dataDate, calendar }).values()) {
          expect(share >= 0 && share <= 1).toBe(true);
        }
      }),
    );
  });

  test('a phase counts what lies below it, and one alone is the project', () => {
    const list: PhasedItem[] = [
      { code: 'A', phase: 'P4', weight: 3, share: fractionFromBp(5_000), start: null, finish: '2026-03-31' },
      { code: 'B', phase: 'P2', weight: 1, share: null, start: null, finish: '2026-06-30' },
    ];
    const plan = [
      { date: '2025-12-31', plannedBp: 0 },
      { date: '2026-03-31', plannedBp: 7_500 },
      { date: '2026-06-30', plannedBp: 10_000 },
    ];
    const found = computePhases({ phases, items: list, plan, dataDate: '2026-03-31' });
    expect(found.map(({ code, weight, percentBp, plannedBp }) => [code, weight, percentBp, plannedBp])).toEqual([
      ['P1', 0, null, null],
      ['P2', 4, 3_750, 7_500],
      ['P3', 3, 5_000, 10_000],
      ['P4', 3, 5_000, 10_000],
    ]);
    const project = computeProgress({ share: rollUp(list).share, plan, history: [], dataDate: '2026-03-31' });
    expect([found[1]?.percentBp, found[1]?.spi]).toEqual([project.percentBp, project.spi]);
  });

  test('phases in a circle, or in one that is not there, are refused', () => {
    expect(() =>
      findAncestors([
        { code: 'A', parent: 'B' },
        { code: 'B', parent: 'A' },
      ]),
    ).toThrow('lies in itself');
    expect(() => findAncestors([{ code: 'A', parent: 'Z' }])).toThrow('not there');
  });
});

describe('a plan of activities with first and last days', () => {
  const activities = [
    { code: 'A', weight: 60, start: '2026-01-05', finish: '2026-03-31' },
    { code: 'B', weight: 40, start: '2026-03-02', finish: '2026-06-30' },
  ];

  test('its curve rises over working days alone: nothing is planned over a holiday', () => {
    const drawn = drawItems(activities, calendar) ?? [];
    expect([drawn[0], drawn.at(-1)]).toEqual([
      { date: '2026-01-04', plannedBp: 0 },
      { date: '2026-06-30', plannedBp: 10_000 },
    ]);
    // 21 to 25 March 2026 are a weekend and Nauryz.
    expect(readPlannedBp(drawn, '2026-03-25', calendar)).toBe(readPlannedBp(drawn, '2026-03-20', calendar));
  });

  test('moving one activity moves its own part alone; nothing moved is the same curve to the point', () => {
    const drawn = drawItems(activities, calendar) ?? [];
    const same = replanCurve(drawn, activities, activities, { before: calendar, after: calendar });
    expect(same).toEqual(drawn);
    const later = activities.map((one) => (one.code === 'B' ? { ...one, finish: '2026-08-31' } : one));
    const moved = replanCurve(drawn, activities, later, { before: calendar, after: calendar });
    expect(moved.at(-1)).toEqual({ date: '2026-08-31', plannedBp: 10_000 });
    expect(moved.find((point) => point.date === '2026-02-28')).toEqual(
      drawn.find((point) => point.date === '2026-02-28'),
    );
  });
});

describe('the methods of CII Publication 6-5', () => {
  const bp = (work: Parameters<typeof measurePercent>[0]) => {
    const { share } = measurePercent(work);
    return share && toBasisPoints(share);
  };

  test('cost ratio: 20,000 of 80,000 is 25 %; time ratio: 2 of 12 is 16.7 %', () => {
    expect(bp({ method: 'cost-ratio', spentMinor: 2_000_000, budgetMinor: 8_000_000 })).toBe(2_500);
    expect(bp({ method: 'time-ratio', elapsedDays: 2, totalDays: 12 })).toBe(1_667);
  });

  test('start and finish: every agreed split earns its start, and 100 % at the end', () => {
    for (const startCreditBp of [0, 2_000, 2_500, 5_000]) {
      expect(bp({ method: 'start-finish', started: true, finished: false, startCreditBp })).toBe(startCreditBp);
      expect(bp({ method: 'start-finish', started: true, finished: true, startCreditBp })).toBe(10_000);
    }
  });

  test('weighted units: Σ(w·done÷total); more pipe than planned is no cable', () => {
    const parts = [
      { weight: 3, done: 50, total: 100 },
      { weight: 1, done: 30, total: 10 },
    ];
    expect(bp({ method: 'weighted-units', parts })).toBe(6_250);
    expect(bp({ method: 'weighted-units', parts: [{ weight: 0, done: 1, total: 2 }] })).toBeNull();
    expect(() => measurePercent({ method: 'weighted-units', parts: [{ weight: 1, done: 1, total: 0 }] })).toThrow(
      RangeError,
    );
  });
});
