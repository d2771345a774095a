export { createBaselineHandlers } from './baseline-handlers.ts';
export { listSlips } from './list-slips.ts';
export type { BaselineParts, MeasurableItem } from './parts.ts';
export { proposePlan, type NewProposal } from './propose-plan.ts';
export { publishRevision, type ApprovedPlan } from './publish-revision.ts';
export { readPlanView } from './read-plan-view.ts';
