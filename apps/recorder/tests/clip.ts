import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The ffmpeg that tests use beside the one under test. */
export const ffmpegPath = process.env['FFMPEG_PATH'] ?? 'ffmpeg';

/** Draws a clip with a clock-like moving picture, a key frame each second. */
export async function drawClip(path: string, options: { size?: string; seconds?: number } = {}): Promise<void> {
  const { size = '320x180', seconds = 20 } = options;
  await mkdir(dirname(path), { recursive: true });
  await run(ffmpegPath, [
    ...['-v', 'error', '-y', '-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=25:duration=${seconds}`],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-g', '25', '-keyint_min', '25', '-sc_threshold', '0'],
    ...['-pix_fmt', 'yuv420p', path],
  ]);
}

/** Decodes what is behind an address for some seconds; answers the frames and every complaint. */
export async function decode(url: string, seconds: number): Promise<{ frames: number; complaints: string }> {
  const { stdout, stderr } = await run(
    ffmpegPath,
    ['-v', 'warning', '-i', url, '-t', String(seconds), '-map', '0:v:0', '-f', 'framemd5', '-'],
    { maxBuffer: 16 * 1_048_576, timeout: 60_000 },
  );
  const frames = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length;
  return { frames, complaints: stderr };
}
