// Demo and test only: cameras that are real on the wire and drawn in truth.
export {
  startSceneCamera,
  startClipCamera,
  type Camera,
  type CameraDoor,
  type ClipCamera,
  type FrameSource,
  type SceneCamera,
  type SceneCameraOptions,
} from './camera/camera.ts';
export { startOnvifDevice, type OnvifDevice } from './camera/onvif-device.ts';
export type { OnvifPreset } from './camera/onvif-preset.ts';
export type { CoderSinks, PictureSize } from './camera/coder.ts';
export { findFfmpeg } from './camera/find-ffmpeg.ts';
export { readStamps } from './camera/picture-stamp.ts';
export { createRtmpPusher, type RtmpPusher, type RtmpTarget } from './camera/rtmp-pusher.ts';
export type { RtspCredentials } from './camera/rtsp-authentication.ts';
export { latencyCells, readLatencyCells } from './scene/latency-cells.ts';
export {
  createSceneSource,
  drawFrame,
  drawJpeg,
  type SceneSource,
  type SceneSourceOptions,
} from './scene/scene-source.ts';
export type { SceneRequest } from './scene/scene-svg.ts';
export { toSunPosition, type SunPosition, type Place } from './scene/sun.ts';
export { sceneViews, type SceneView } from './scene/views.ts';
