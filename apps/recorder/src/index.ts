export { createRecorder, type Recorder, type RecorderDeps } from './app.ts';
export { createStillArchive } from './storage/still/still-archive.ts';
export { createTimeLapse, type TimeLapse } from './time-lapse/time-lapse.ts';
