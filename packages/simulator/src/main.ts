import { configurationExit } from '@sitecast/program';
import { findFfmpeg } from './camera/find-ffmpeg.ts';
import { readSettingsOrEnd } from './settings.ts';
import { createSimulator } from './simulator.ts';

const endWithinMs = 2_500;

const settings = readSettingsOrEnd(process.env);
const ffmpeg = findFfmpeg(process.env);
if (ffmpeg === null) {
  process.stderr.write('FFMPEG_PATH names no program, or there is no ffmpeg on PATH\n');
  process.exit(configurationExit);
}

const say = (line: string) => {
  if (!settings.isQuiet) process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), message: line })}\n`);
};
const simulator = createSimulator({ settings, ffmpeg, say });
let isEnding = false;

function end(code: number): void {
  if (isEnding) return;
  isEnding = true;
  setTimeout(() => process.exit(code), endWithinMs).unref();
  simulator.close().then(
    () => process.exit(code),
    () => process.exit(code),
  );
}

process.on('SIGTERM', () => end(0));
process.on('SIGINT', () => end(0));

try {
  const port = await simulator.start();
  process.stdout.write(`${JSON.stringify({ event: 'listening', program: 'simulator', port })}\n`);
} catch (error) {
  if (!isEnding) {
    say(error instanceof Error ? error.message : 'the simulator could not start');
    end(1);
  }
}
