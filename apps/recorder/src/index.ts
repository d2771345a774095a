export { createRecorder, type Recorder, type RecorderDeps } from './app.ts';
export { createCameraArchive } from './cameras/archive/camera-archive.ts';
export { createWorkQueue } from './cameras/archive/work-queue.ts';
export { createLog } from './platform/log.ts';
export { createFootageReader } from './storage/footage/footage-reader.ts';
export { createStillArchive } from './storage/still/still-archive.ts';
export { createTimeLapse, type TimeLapse } from './time-lapse/time-lapse.ts';
