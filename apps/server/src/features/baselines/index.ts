export { createBaselineHandlers } from './baseline-handlers.ts';
export { listSlips } from './list-slips.ts';
export type { BaselineParts, MeasurableItem } from './parts.ts';
export { proposePlan, type NewProposal } from './propose-plan.ts';
export { readPlanView } from './read-plan-view.ts';
export { readRevision } from './plan-content.ts';
