import { describe, expect, it } from 'vitest';
import type { MilestoneView } from '@sitecast/contract';
import { findNextMilestone } from './next-milestone.ts';
import { toShareBp } from './receipt-share.ts';

const milestone = (code: string, state: MilestoneView['state'], day: string | null) =>
  ({
    code,
    state,
    forecast: day === null ? null : { from: day, to: day, precision: 'day' },
    baseline: null,
  }) as MilestoneView;

describe('what comes next', () => {
  it('is the earliest expected milestone that is neither reached nor cancelled', () => {
    const milestones = [
      milestone('M01', 'done', '2025-09-12'),
      milestone('M02', 'cancelled', '2026-01-01'),
      milestone('M03', 'planned', null),
      milestone('M04', 'planned', '2027-05-01'),
      milestone('M05', 'in-progress', '2027-01-04'),
    ];
    expect(findNextMilestone(milestones)?.code).toBe('M05');
    expect(findNextMilestone([milestone('M01', 'done', null)])).toBeNull();
  });
});

describe('a receipt', () => {
  it('[PCT1] gives an item no share where its percent or the weights are not known', () => {
    expect(toShareBp(20, 2_000, 100)).toBe(400);
    expect(toShareBp(20, null, 100)).toBeNull();
    expect(toShareBp(20, 2_000, 0)).toBeNull();
  });
});
