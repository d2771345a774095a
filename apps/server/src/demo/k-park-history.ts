import type { CorrectionReason, Measurement } from '@sitecast/contract';
import { toMonthEnd } from '@sitecast/progress';

/** Planned percent at the month ends from September 2025 to September 2027. */
const planned = [0, 1, 3, 4, 5, 7, 11, 14, 18, 22, 27, 32, 37, 43, 49, 55, 59, 63, 69, 75, 82, 88, 93, 97, 100];

export const kParkCurve = planned.map((percent, month) => ({
  date: toMonthEnd('2025-09-30', month),
  plannedBp: percent * 100,
}));

export interface DemoPost {
  item: string;
  dataDate: string;
  measurement: Measurement | null;
  actual: string | null;
  note: string | null;
  correction: { reason: CorrectionReason; note: string } | null;
}

const post = (
  item: string,
  dataDate: string,
  measurement: Measurement | null,
  more: Partial<DemoPost> = {},
): DemoPost => ({
  item,
  dataDate,
  measurement,
  actual: null,
  note: null,
  correction: null,
  ...more,
});
const steps = (...reached: string[]): Measurement => ({ method: 'steps', reached });
const units = (done: number, total: number): Measurement => ({ method: 'units', done, total });
const earth = (parts: number) => units(parts * 5_000, 40_000);
const concrete = (parts: number) => units(parts * 500, 7_000);

/**
 * Every post from the first stone to the data date, oldest first. Run through the same code as a manager's post they
 * earn 0, 1, 2, 3, 4, 5, 8, 11, 13, 17, 21, 25, 30 and 35 % at the month ends, with May 2026 corrected from 14 to 13.
 */
export const kParkPosts: DemoPost[] = [
  post('M01', '2025-09-12', null, { actual: '2025-09-12' }),
  post('M02', '2025-09-30', steps()),
  // Nothing yet of so much: the totals are agreed before the work starts.
  post('M07', '2025-09-30', units(0, 12_000)),
  post('M09', '2025-09-30', units(0, 18_000)),
  post('M02', '2025-10-31', steps('fence')),
  post('M02', '2025-11-30', steps('fence', 'camp')),
  post('M02', '2025-12-31', steps('fence', 'camp', 'roads'), { actual: '2025-12-05' }),
  post('M03', '2026-01-31', earth(1)),
  post('M03', '2026-02-28', earth(2)),
  post('M03', '2026-03-31', earth(5)),
  post('M03', '2026-04-30', earth(8), { actual: '2026-04-17' }),
  post('M04', '2026-05-31', concrete(3)),
  post('M04', '2026-05-31', concrete(2), {
    correction: { reason: 'rework', note: 'One section of the foundation is cast again.' },
  }),
  post('M04', '2026-06-30', concrete(6)),
  post('M04', '2026-07-31', concrete(10)),
  post('M04', '2026-08-31', concrete(14), { actual: '2026-08-28' }),
  post('M05', '2026-09-30', units(3, 9)),
  post('M06', '2026-09-30', units(2, 20)),
  post('M05', '2026-10-31', units(6, 9)),
  post('M06', '2026-10-31', units(4, 20)),
];

const billionTiyn = 100_000_000_000;

/** Whole tiyn: 18 billion tenge to spend, none of it spent at the first stone. */
export const kParkCost = { countedOn: '2025-09-30', budgetMinor: 18 * billionTiyn, actualCostMinor: 0 };

/** Million tenge accrued in each month from October 2025; by the data date they add up to 6.84 billion. */
const accruedMillions = [180, 190, 190, 190, 200, 550, 600, 460, 770, 770, 780, 960, 1_000];

/** What a month accrues is paid in the next one. */
export const kParkCosts = accruedMillions.flatMap((millions, month) => {
  const before = accruedMillions[month - 1];
  const period = toMonthEnd('2025-10-31', month);
  const amount = (value: number): number => (value * billionTiyn) / 1_000;
  return [
    { period, basis: 'accrued' as const, amountMinor: amount(millions), source: 'Sample: works accepted in the month' },
    ...(before === undefined
      ? []
      : [{ period, basis: 'paid' as const, amountMinor: amount(before), source: 'Sample: payments of the month' }]),
  ];
});
