export { addMilestone } from './add-milestone.ts';
export { createMilestoneHandlers, type MilestoneParts, type MilestonePost } from './milestone-handlers.ts';
export { openItem } from './open-item.ts';
export { findMilestone, listLatest, listMilestones, type MilestoneReaders } from './read-milestones.ts';
