import { expect, test } from 'vitest';
import {
  compareSchedule,
  computeEarnedSchedule,
  computeFigures,
  computeProgress,
  findPlannedDuration,
  forecastDuration,
  measurePercent,
  rollUp,
  toMonthEnd,
} from './index.ts';
import type { HistoryPoint, MeasuredWork } from './index.ts';

// The sample figures of K-Park: invented, checked by hand and by script.
const planned = [0, 1, 3, 4, 5, 7, 11, 14, 18, 22, 27, 32, 37, 43, 49, 55, 59, 63, 69, 75, 82, 88, 93, 97, 100];
const earned = [0, 1, 2, 3, 4, 5, 8, 11, 13, 17, 21, 25, 30, 35];
const plan = planned.map((percent, index) => ({ date: toMonthEnd('2025-09-30', index), plannedBp: percent * 100 }));
const history = earned.map((percent, index): HistoryPoint => {
  const date = toMonthEnd('2025-09-30', index);
  const wasCorrected = date === '2026-05-31';
  return {
    date,
    percentBp: percent * 100,
    correctedFromBp: wasCorrected ? 1_400 : null,
    correctionReason: wasCorrected ? 'rework' : null,
  };
});
const full: MeasuredWork = { method: 'start-finish', started: true, finished: true, startCreditBp: 0 };
const items: [number, MeasuredWork][] = [
  [0, full],
  [3, full],
  [8, full],
  [14, full],
  [9, { method: 'units', done: 6, total: 9 }],
  [20, { method: 'units', done: 4, total: 20 }],
  [46, { method: 'estimate', percentBp: 0 }],
];
const { share } = rollUp(items.map(([weight, work]) => ({ weight, share: measurePercent(work).share })));
const dataDate = '2026-10-31';

test('K-Park stands at 35 % of 43 % planned and ends late in 2027 at its pace', () => {
  const view = computeProgress({ share, plan, history, dataDate });
  expect([view.percentBp, view.plannedBp]).toEqual([3_500, 4_300]);
  expect(view.spi?.toFixed(3)).toBe('0.814');
  expect(view.earnedScheduleMonths?.toFixed(1)).toBe('11.6');
  expect(view.actualTimeMonths).toBe(13);
  expect(view.spiT?.toFixed(3)).toBe('0.892');
  expect([view.plannedFinish, view.forecastFinish]).toEqual(['2027-09-30', '2027-12-28']);
  expect(view.momentum30Bp).toBe(484);
});

test('K-Park needs 26.9 months against 24', () => {
  const values = plan.map((point) => point.plannedBp);
  const { es, spi } = compareSchedule(computeEarnedSchedule(values, 3_500, 10_000), 13);
  const pd = findPlannedDuration(values, 10_000);
  expect(pd).toBe(24);
  expect(forecastDuration({ at: 13, es, pd, factor: spi })?.toFixed(1)).toBe('26.9');
});

test('[INV12] K-Park in money: PV 7.74 bn, EV 6.30 bn, CPI .921, EAC 19.54 bn, TCPI 1.048, whole tiyn', () => {
  const money = { budgetMinor: 1_800_000_000_000, actualCostMinor: 684_000_000_000, actualCostDate: dataDate };
  const figures = computeFigures({ ...money, share, plan, dataDate });
  expect([figures.plannedValueMinor, figures.earnedValueMinor]).toEqual([774_000_000_000, 630_000_000_000]);
  expect(figures.cpi?.toFixed(3)).toBe('0.921');
  expect(figures.estimateAtCompletionMinor).toBe(1_954_285_714_286);
  expect(figures.tcpi?.toFixed(3)).toBe('1.048');
});

test('a cost counted on another day than the work makes no index', () => {
  const money = { budgetMinor: 1_800_000_000_000, actualCostMinor: 684_000_000_000, actualCostDate: '2026-09-30' };
  const figures = computeFigures({ ...money, share, plan, dataDate });
  expect([figures.cpi, figures.estimateAtCompletionMinor, figures.tcpi]).toEqual([null, null, null]);
  expect(figures.earnedValueMinor).toBe(630_000_000_000);
});

test('the curve ends earned at the data date, begins forecast there and keeps the corrected value', () => {
  const { curve } = computeProgress({ share, plan, history, dataDate });
  const at = (date: string) => curve.find((point) => point.date === date);
  expect(at('2026-05-31')).toMatchObject({ earnedBp: 1_300, correctedFromBp: 1_400, correctionReason: 'rework' });
  expect(at(dataDate)).toMatchObject({ plannedBp: 4_300, earnedBp: 3_500, forecastBp: 3_500 });
  expect(at('2026-11-30')).toMatchObject({ plannedBp: 4_900, earnedBp: null });
  expect(at('2027-10-31')).toMatchObject({ plannedBp: null });
  expect(curve.at(-1)).toMatchObject({ date: '2027-12-28', plannedBp: null, forecastBp: 10_000 });
  expect(curve.filter((point) => point.forecastBp !== null && point.date < dataDate)).toEqual([]);
});

test('[PCT2] without a data date there is a plan and no number', () => {
  const view = computeProgress({ share, plan, history: [], dataDate: null });
  expect([view.percentBp, view.plannedBp, view.spi, view.spiT, view.forecastFinish]).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
  expect(view.plannedFinish).toBe('2027-09-30');
  expect(view.curve).toHaveLength(25);
});
