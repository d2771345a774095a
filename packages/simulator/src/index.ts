// Demo and test only: cameras that are real on the wire and drawn in truth.
export {
  startSceneCamera,
  startClipCamera,
  type Camera,
  type CameraDoor,
  type FrameSource,
  type SceneCamera,
  type SceneCameraOptions,
} from './camera/camera.ts';
export { findFfmpeg } from './camera/find-ffmpeg.ts';
export type { RtspCredentials } from './camera/rtsp-authentication.ts';
