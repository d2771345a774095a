import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from './local-date.ts';
import { checkPlanCurve, findPlannedFinish, readPlannedBp } from './plan-curve.ts';
import { replanCurve, type PlannedItem } from './replan-curve.ts';

const curve = [
  { date: '2026-01-31', plannedBp: 0 },
  { date: '2026-02-28', plannedBp: 2_500 },
  { date: '2026-03-31', plannedBp: 5_000 },
  { date: '2026-04-30', plannedBp: 10_000 },
];
const items: PlannedItem[] = [
  { code: 'A', weight: 25, finish: '2026-02-28' },
  { code: 'B', weight: 25, finish: '2026-03-31' },
  { code: 'C', weight: 50, finish: '2026-04-30' },
  { code: 'Z', weight: 0, finish: null },
];
const change = (code: string, more: Partial<PlannedItem>) =>
  items.map((item) => (item.code === code ? { ...item, ...more } : item));

describe('replanCurve', () => {
  test('gives the curve in force where nothing was touched', () => {
    expect(replanCurve(curve, items, items)).toEqual(curve);
  });

  test('moves an item’s own part with its day, and the end with the last one', () => {
    const moved = replanCurve(curve, items, change('C', { finish: addDays('2026-04-30', 31) }));
    expect(readPlannedBp(moved, '2026-03-31')).toBe(5_000);
    expect(readPlannedBp(moved, '2026-04-30')).toBeLessThan(5_500);
    expect(findPlannedFinish(moved)).toBe('2026-05-31');
  });

  test('ends on the day to which the last item moved, not at the end of its month; brought forward, too', () => {
    const later = replanCurve(curve, items, change('C', { finish: addDays('2026-04-30', 40) }));
    expect(findPlannedFinish(later)).toBe('2026-06-09');
    checkPlanCurve(later);
    const sooner = replanCurve(curve, items, change('C', { finish: addDays('2026-04-30', -10) }));
    expect(findPlannedFinish(sooner)).toBe('2026-04-20');
    // An item brought forward so far that another one is the last now: that one's own day is the end.
    const other = replanCurve(curve, items, change('C', { finish: '2026-02-28' }));
    expect(findPlannedFinish(other)).toBe('2026-03-31');
  });

  test('weighs again where a weight changed or an item was cancelled', () => {
    expect(readPlannedBp(replanCurve(curve, items, change('C', { weight: 0 })), '2026-02-28')).toBe(5_000);
    expect(readPlannedBp(replanCurve(curve, items, change('A', { weight: 50 })), '2026-02-28')).toBe(4_000);
  });

  test('plans a project that had no plan from its dates alone', () => {
    const first = replanCurve([], [], [{ code: 'A', weight: 1, finish: '2026-06-30' }]);
    checkPlanCurve(first);
    expect(findPlannedFinish(first)).toBe('2026-06-30');
  });

  test('is nothing where nothing weighs', () => {
    expect(replanCurve(curve, items, [{ code: 'A', weight: 0, finish: '2026-06-30' }])).toEqual([]);
  });

  test('[INV11] always rises from 0 to 10000 on rising days, whatever is asked', () => {
    const edit = fc.record({
      days: fc.array(fc.integer({ min: -400, max: 1_500 }), { minLength: 3, maxLength: 3 }),
      weights: fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 3, maxLength: 3 }),
      added: fc.option(fc.integer({ min: -900, max: 2_000 })),
    });
    fc.assert(
      fc.property(edit, ({ days, weights, added }) => {
        const after = items.slice(0, 3).map((item, index) => ({
          ...item,
          weight: weights[index] ?? 0,
          finish: addDays(item.finish ?? '', days[index] ?? 0),
        }));
        if (added !== null) after.push({ code: 'N', weight: 10, finish: addDays('2026-04-30', added) });
        const next = replanCurve(curve, items, after);
        if (after.every((item) => item.weight === 0)) expect(next).toEqual([]);
        else checkPlanCurve(next);
      }),
    );
  });
});
