export { createRecorder, type Recorder, type RecorderDeps } from './app.ts';
