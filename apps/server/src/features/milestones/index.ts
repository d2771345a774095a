export { addMilestone } from './add-milestone.ts';
export { createMilestoneHandlers } from './milestone-handlers.ts';
export { openItem } from './open-item.ts';
export { findMilestone, listLatest, listMilestones, type MilestoneReaders } from './read-milestones.ts';
