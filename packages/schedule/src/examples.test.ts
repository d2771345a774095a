import { expect, test } from 'vitest';
import { toItems } from './items/to-items.ts';
import { drawPlanCurve } from './items/draw-plan-curve.ts';
import { readSchedule } from './read-schedule.ts';
import { readExample, sayFaults, today } from './testing/schedule-text.ts';

const read = (name: string) => readSchedule(readExample(name), { today });

test('reads an XER of Windows-1251 with tenge: comma decimals, groups of spaces, the exported project, half-hour days', () => {
  const result = read('sample-tower.xer');
  const { plan } = result;
  expect(sayFaults(result)).toEqual(['encoding.guessed@-', 'project.several@9', 'task.skipped@28']);
  expect(plan?.project).toEqual({ code: 'SAMPLE-TOWER', title: 'SAMPLE: Жилой дом (образец)', currency: 'KZT' });
  expect(plan?.dataDate).toBe('2026-02-01');
  expect(plan?.calendars.map((calendar) => calendar.minutesPerDay)).toEqual([480, 450]);
  expect(plan?.activities.map(({ code, percentBp }) => [code, percentBp])).toEqual([
    ['A1000', 10_000],
    ['A1010', 10_000],
    ['A1020', 6_250],
    ['A1030', 0],
    ['A1040', 0],
    ['A1050', 0],
  ]);
  const raft = plan?.activities[2];
  expect(raft).toMatchObject({
    title: { en: 'Фундаментная плита', ru: 'Фундаментная плита' },
    budgetMinor: 5_000_000_000,
    durationMinutes: 18_000,
    workMinutes: 36_000,
    plannedFinish: '2026-01-30',
    forecastFinish: '2026-02-20',
    totalFloatMinutes: -960,
    isCritical: true,
    baselineFinish: null,
    line: 24,
  });
  expect(raft?.steps.map((step) => step.weight)).toEqual([40, 45, 15]);
  // One of them is 12 000 000,50 tenge: 1,200,000,050 tiyn.
  expect(plan?.activities[1]?.budgetMinor).toBe(1_200_000_050);
});

test('reads P6 XML: fractions as percent, the current baseline by activity id, steps, costs of assignments', () => {
  const result = read('sample-school.p6.xml');
  expect(sayFaults(result)).toEqual([]);
  expect(result.plan).toMatchObject({ tool: 'V19.12', dataDate: '2026-03-01' });
  expect(result.plan?.wbs.map((node) => node.title.en)).toEqual(['School', 'Earthworks & pit', 'Shell']);
  const [pit, raft, walls] = result.plan?.activities ?? [];
  expect(pit).toMatchObject({ percentBp: 10_000, baselineFinish: '2026-01-28', budgetMinor: 40_000_025 });
  expect(raft).toMatchObject({ percentBp: 4_500, baselineStart: '2026-01-29', forecastFinish: '2026-03-20' });
  expect(raft?.steps.map((step) => step.title.en)).toEqual(['Reinforcement', 'Concrete']);
  expect(walls?.budgetMinor).toBe(160_000_000);
});

test('reads MSPDI: outline, null tasks, missing status date, 450 minutes a day, costs in hundredths, baseline 0', () => {
  const result = read('sample-park.mspdi.xml');
  expect(sayFaults(result)).toEqual(['data-date.missing@-']);
  expect(result.plan?.calendars[0]?.minutesPerDay).toBe(450);
  expect(result.plan?.wbs.map((node) => node.code)).toEqual(['U1']);
  expect(result.plan?.activities.map(({ code, wbs }) => [code, wbs])).toEqual([
    ['U2', '1'],
    ['U3', '1'],
    ['TREES', null],
    ['U6', null],
  ]);
  expect(result.plan?.activities[1]).toMatchObject({
    durationMinutes: 6_750,
    remainingMinutes: 3_375,
    percentBp: 4_000,
    percentType: 'physical',
    budgetMinor: 18_000_000,
    baselineFinish: '2026-05-13',
  });
});

test('reads our own template: semicolons, a byte order mark, comma decimals, quoted separators', () => {
  const result = read('sample-milestones.csv');
  expect(sayFaults(result)).toEqual(['column.unknown@1', 'data-date.missing@-']);
  expect(result.plan?.activities[1]).toMatchObject({
    code: 'M02',
    title: { kk: 'Қазаншұңқыр; іргетас', ru: 'Котлован; фундамент', en: 'Pit, foundation' },
    weight: 22.5,
    percentBp: 6_250,
    done: 2_500,
    total: 4_000,
    unit: 'м³',
  });
  expect(result.plan?.activities[2]?.title.en).toBe('Frame "A"');
});

test.each(['sample-tower.xer', 'sample-school.p6.xml', 'sample-park.mspdi.xml', 'sample-milestones.csv'])(
  '%s gives whole weights and a curve that never falls from 0 to 100 %%',
  (name) => {
    const { plan, faults } = read(name);
    const { items, weightSum, spans } = toItems(plan!, faults);
    expect(faults.errors).toEqual([]);
    expect(weightSum).toBe(10_000);
    expect(items.every((item) => Number.isInteger(item.weight))).toBe(true);
    const curve = drawPlanCurve(spans) ?? [];
    expect(curve[0]?.plannedBp).toBe(0);
    expect(curve.at(-1)?.plannedBp).toBe(10_000);
    for (const [index, point] of curve.entries()) {
      const before = curve[index - 1];
      expect(before === undefined || (before.date < point.date && before.plannedBp <= point.plannedBp)).toBe(true);
    }
  },
);
