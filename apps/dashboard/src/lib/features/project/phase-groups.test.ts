import type { MilestoneView, PhaseView } from '@sitecast/contract';
import { expect, it } from 'vitest';
import { groupByPhase } from './phase-groups.ts';

const phase = (code: string | null, parent: string | null = null): PhaseView => ({
  ...{ code, parent, title: { en: code ?? '' }, weight: 1, items: 1 },
  ...{ percentBp: null, plannedBp: null, spi: null, start: null, finish: null },
});
const milestone = (code: string, inPhase: string | null): MilestoneView =>
  ({ code, phase: inPhase }) as unknown as MilestoneView;

it('puts each milestone below its phase, phases below theirs, and the rest last', () => {
  const groups = groupByPhase(
    [milestone('A', 'P3'), milestone('B', 'P1'), milestone('C', null), milestone('D', 'P9')],
    [phase('P1'), phase('P2'), phase('P3', 'P2'), phase('P4'), phase(null)],
  );
  expect(groups.map((one) => [one.phase?.code ?? null, one.depth, one.milestones.map((item) => item.code)])).toEqual([
    ['P1', 0, ['B']],
    ['P2', 0, []],
    ['P3', 1, ['A']],
    [null, 0, ['C', 'D']],
  ]);
});
