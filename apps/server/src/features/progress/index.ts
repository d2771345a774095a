export { announcePost, type AnnounceReaders } from './announce-post.ts';
export { readPlan, toShare, type Plan, type PlanItem } from './plan.ts';
export { createProgressHandlers, type ProgressParts } from './progress-handlers.ts';
export { recordReached } from './record-reached.ts';
export { readProgress } from './read-progress.ts';
export { recordEntry, type NewEntry } from './record-entry.ts';
