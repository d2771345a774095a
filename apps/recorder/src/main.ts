import { createRecorder, type Recorder } from './app.ts';
import { readConfigOrEnd } from './configuration.ts';
import { findFfmpeg } from './ffmpeg/capabilities.ts';
import { systemClock } from './platform/clock.ts';
import { collectSeldom } from './platform/garbage.ts';
import { createLog } from './platform/log.ts';

const deadlineMs = 9_000;

collectSeldom();
const config = readConfigOrEnd(process.env);
const log = createLog(config.logLevel);
let recorder: Recorder | null = null;
let isEnding = false;

async function end(code: number): Promise<never> {
  // Whatever hangs, we are gone within ten seconds (ENV5); the exit handler ends every ffmpeg.
  setTimeout(() => process.exit(code), deadlineMs).unref();
  await recorder?.close();
  process.exit(code);
}

function endOnce(code: number): void {
  if (isEnding) return;
  isEnding = true;
  end(code).catch(() => process.exit(1));
}

process.on('SIGTERM', () => endOnce(0));
process.on('SIGINT', () => endOnce(0));
process.on('uncaughtException', (error) => {
  log.fatal({ err: error }, 'an unexpected fault');
  endOnce(1);
});

try {
  const ffmpeg = await findFfmpeg(process.env);
  log.info({ version: ffmpeg.version, major: ffmpeg.major, srt: ffmpeg.hasSrt }, 'ffmpeg found');
  if (!ffmpeg.forRealCameras) log.warn('this ffmpeg is too old for real cameras; install ffmpeg 5.1 or newer');
  recorder = await createRecorder({ config, ffmpeg, clock: systemClock, random: Math.random, log });
  const port = await recorder.start();
  process.stdout.write(`${JSON.stringify({ event: 'listening', program: 'recorder', port })}\n`);
} catch (error) {
  log.fatal({ err: error }, 'the recorder could not start');
  process.exit(1);
}
