import type { MilestoneView } from '@sitecast/contract';

const dateOf = (milestone: MilestoneView) => (milestone.forecast ?? milestone.baseline)?.to ?? '9999';

/** The milestone that is expected first of those neither reached nor cancelled. */
export function findNextMilestone(milestones: readonly MilestoneView[]): MilestoneView | null {
  const ahead = milestones.filter(({ state }) => state !== 'done' && state !== 'cancelled');
  return ahead.toSorted((a, b) => dateOf(a).localeCompare(dateOf(b)))[0] ?? null;
}
