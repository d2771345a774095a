export { createEvidenceFiles } from './evidence-files.ts';
export { createEvidenceHandlers } from './evidence-handlers.ts';
export { findPicture } from './find-picture.ts';
export { readMediaType, type CaptureTime, type DrawPhoto } from './media-type.ts';
export { attachEvidence, checkEvidence, listEvidence } from './read-evidence.ts';
