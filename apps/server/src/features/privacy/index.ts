export { createCurtainHandlers } from './curtain-handlers.ts';
export { findCoveringCurtain } from './curtain-records.ts';
export { createMaskHandlers } from './mask-handlers.ts';
export { findProposedMask, findReviewedMask } from './mask-records.ts';
export { findPresetMask, forgetPresetMasks, keepPresetMask, supersedeProposal } from './preset-masks.ts';
