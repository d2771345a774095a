export { changePrivacy, type PrivacyColumns } from './change-privacy.ts';
export { createCameraFollower, pushRow } from './camera-follower.ts';
export { createCameraMoves } from './move-handlers.ts';
export { createCameraHandlers } from './camera-handlers.ts';
export { findCamera, listCameraRows, listCameraViews, listManagedCameras } from './camera-records.ts';
export { beatTimeoutMs, createCameraStates, type CameraStates } from './camera-states.ts';
export { isShown, toUndelayedView } from './camera-views.ts';
