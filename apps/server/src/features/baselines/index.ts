export { createBaselineHandlers } from './baseline-handlers.ts';
export { listSlips } from './list-slips.ts';
export type { BaselineParts } from './parts.ts';
export { proposePlan } from './propose-plan.ts';
export { readPlanView } from './read-plan-view.ts';
export { readRevision } from './plan-content.ts';
