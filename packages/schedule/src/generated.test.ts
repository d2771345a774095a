import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareItems } from './compare-items.ts';
import { drawPlanCurve } from './items/draw-plan-curve.ts';
import { toItems } from './items/to-items.ts';
import { readSchedule } from './read-schedule.ts';
import { readExample, today } from './testing/schedule-text.ts';
import { damage, damageBytes } from '../../../tests/support/damaged-files.ts';

const numRuns = 10_000;

describe.each(['sample-tower.xer', 'sample-school.p6.xml', 'sample-park.mspdi.xml', 'sample-milestones.csv'])(
  '%s damaged by chance',
  (name) => {
    const whole = readExample(name);
    test(`${numRuns} times: a plan that keeps its invariants, or an error that says where`, () => {
      let read = 0;
      fc.assert(
        fc.property(damage, (steps) => {
          const { plan, faults } = readSchedule(damageBytes(whole, steps), { today });
          expect(plan === null).toBe(faults.hasErrors);
          if (!plan) return;
          read += 1;
          checkPlan(plan, faults);
        }),
        { numRuns, seed: 2026 },
      );
      // A test that only ever saw refusals would prove nothing about what is let through.
      expect(read).toBeGreaterThan(numRuns / 50);
    }, 120_000);
  },
);

function checkPlan(plan: NonNullable<ReturnType<typeof readSchedule>['plan']>, faults: Parameters<typeof toItems>[1]) {
  const { items, weightSum, spans } = toItems(plan, faults);
  if (faults.hasErrors) return;
  expect(weightSum).toBeGreaterThan(0);
  expect(new Set(items.map((item) => item.code)).size).toBe(items.length);
  for (const item of items) {
    expect(item.code).toMatch(/^[A-Z][A-Z0-9.-]{0,15}$/);
    expect(Number.isSafeInteger(item.weight) && item.weight >= 0).toBe(true);
    expect(item.percentBp === null || (Number.isInteger(item.percentBp) && item.percentBp <= 10_000)).toBe(true);
    expect(item.actual === null || item.actual <= (plan.dataDate ?? today)).toBe(true);
    expect(item.title.en).toBeTruthy();
    for (const text of Object.values(item.title)) expect(text.isWellFormed()).toBe(true);
  }
  const curve = drawPlanCurve(spans);
  if (curve) expect([curve[0]?.plannedBp, curve.at(-1)?.plannedBp]).toEqual([0, 10_000]);
  const same = compareItems(items, items);
  expect([same.added, same.gone, same.changed]).toEqual([[], [], []]);
}
