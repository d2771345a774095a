import type { MilestoneState, ProjectStatus } from '@sitecast/contract';
import type { MarkShape, MarkTone } from '#lib/ui/Mark.svelte';

interface Look {
  shape: MarkShape;
  tone: MarkTone;
}

/** The shape of a project's status; only what stands still against its will is red. */
export const statusLooks: Record<ProjectStatus, Look> = {
  announced: { shape: 'ring', tone: 'muted' },
  planned: { shape: 'half', tone: 'muted' },
  'under-construction': { shape: 'dot', tone: 'accent' },
  paused: { shape: 'bars', tone: 'red' },
  cancelled: { shape: 'cross', tone: 'red' },
  completed: { shape: 'check', tone: 'ink' },
};

/** What is being built first, then what is nearest to it. */
export const statusOrder: readonly ProjectStatus[] = [
  'under-construction',
  'paused',
  'planned',
  'announced',
  'completed',
  'cancelled',
];

/** Milestones are the gold things of the page: full when reached, open while they are ahead. */
export const milestoneLooks: Record<MilestoneState, Look> = {
  planned: { shape: 'diamond-open', tone: 'muted' },
  'in-progress': { shape: 'diamond-open', tone: 'gold' },
  'awaiting-acceptance': { shape: 'diamond-open', tone: 'gold' },
  done: { shape: 'diamond', tone: 'gold' },
  cancelled: { shape: 'cross', tone: 'muted' },
};
