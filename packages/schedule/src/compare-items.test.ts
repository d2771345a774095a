import { expect, test } from 'vitest';
import { compareItems } from './compare-items.ts';
import type { ScheduleItem } from './items/schedule-item.ts';

const item = (code: string, more: Partial<ScheduleItem> = {}): ScheduleItem => ({
  code,
  title: { en: code, ru: `${code} по-русски` },
  kind: 'phase-gate',
  method: 'units',
  unit: 'm',
  total: null,
  steps: [],
  weight: 10,
  start: '2026-01-01',
  finish: '2026-03-31',
  forecast: null,
  actual: null,
  percentBp: null,
  isMilestone: false,
  phase: null,
  started: null,
  done: null,
  line: 2,
  ...more,
});

test('says what is new, gone and changed, with both values, the sums and the days', () => {
  const difference = compareItems(
    [item('A'), item('B'), item('C')],
    [item('A'), item('B', { weight: 15, finish: '2026-04-30' }), item('D', { finish: '2026-05-10' })],
  );
  expect(difference).toMatchObject({
    added: [{ code: 'D' }],
    gone: [{ code: 'C' }],
    changed: [
      {
        code: 'B',
        shiftDays: 30,
        fields: [
          { field: 'weight', before: 10, after: 15 },
          { field: 'finish', before: '2026-03-31', after: '2026-04-30' },
        ],
      },
    ],
    unchanged: 1,
    weightSumBefore: 30,
    weightSumAfter: 35,
    finishBefore: '2026-03-31',
    finishAfter: '2026-05-10',
    finishShiftDays: 40,
  });
});

test('what a file does not say is no change, nor is its only name in one of the languages that stand here', () => {
  const silent = item('A', {
    kind: null,
    method: null,
    unit: null,
    total: null,
    start: null,
    finish: null,
    title: { en: 'A по-русски' },
  });
  expect(compareItems([item('A')], [silent]).changed).toEqual([]);
  expect(compareItems([item('A')], [item('A', { title: { en: 'Other' } })]).changed[0]?.fields).toEqual([
    { field: 'title', before: 'A', after: 'Other' },
  ]);
});

test('what was reached has no forecast that could change', () => {
  const reached = item('A', { actual: '2026-03-30' });
  expect(compareItems([reached], [item('A', { forecast: '2026-06-01' })]).changed).toEqual([]);
});
