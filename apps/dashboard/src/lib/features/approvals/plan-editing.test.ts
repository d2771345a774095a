import type { PlanItemView } from '@sitecast/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toFuzzyDate } from './fuzzy-field.ts';
import {
  changeItem,
  editPlan,
  findChanged,
  findFreeCode,
  openPlan,
  redoEdit,
  undoEdit,
  type PlanDraft,
} from './plan-history.ts';

const item = (code: string, weight: number): PlanItemView => ({
  code,
  title: { en: code },
  kind: 'payment',
  weight,
  method: 'estimate',
  unit: null,
  total: null,
  steps: [],
  baseline: { from: '2026-12-31', to: '2026-12-31', precision: 'day' },
  cancelled: false,
});
const items = [item('M01', 40), item('M02', 60)];
const plan: PlanDraft = { items, phases: [], calendar: null, weightBasis: 'agreed' };

describe('editing a plan', () => {
  it('goes back and forth over any steps without losing one', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.integer({ min: 0, max: 99 }), fc.constantFrom('undo', 'redo'))), (moves) => {
        let history = openPlan(plan);
        const line: (readonly PlanItemView[])[] = [items];
        let place = 0;
        for (const move of moves) {
          if (move === 'undo') [history, place] = [undoEdit(history), Math.max(0, place - 1)];
          else if (move === 'redo') [history, place] = [redoEdit(history), Math.min(line.length - 1, place + 1)];
          else if (typeof move === 'number' && history.draft.items[0]?.weight !== move) {
            const next = changeItem(history.draft.items, 'M01', { weight: move });
            history = editPlan(history, { items: next });
            line.splice(place + 1, line.length, next);
            place += 1;
          }
          expect(history.draft.items).toEqual(line[place]);
        }
      }),
    );
  });

  it('names what it would change, and the next free code', () => {
    expect(findChanged(items, changeItem(items, 'M02', { weight: 70 }))).toEqual(['M02']);
    expect(findChanged(items, [...items, item('M03', 1)])).toEqual(['M03']);
    expect(findFreeCode(items)).toBe('M03');
  });
});

describe('toFuzzyDate', () => {
  it.each([
    ['2027-10-15', 'day', '2027-10-15', '2027-10-15'],
    ['2027-10-15', 'month', '2027-10-01', '2027-10-31'],
    ['2027-11-15', 'quarter', '2027-10-01', '2027-12-31'],
    ['2027-10-15', 'season', '2027-09-01', '2027-11-30'],
    ['2028-01-15', 'season', '2027-12-01', '2028-02-29'],
    ['2027-10-15', 'year', '2027-01-01', '2027-12-31'],
  ] as const)('%s as a %s is %s to %s', (day, precision, from, to) => {
    expect(toFuzzyDate(day, day, precision)).toEqual({ from, to, precision });
  });
});
