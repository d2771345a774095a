export { createMilestoneHandlers, type MilestoneParts, type ReachedMilestone } from './milestone-handlers.ts';
export { findMilestone, listLatest, listMilestones, type EvidenceReader } from './read-milestones.ts';
