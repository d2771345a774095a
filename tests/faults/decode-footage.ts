import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Decodes a finished playlist with a player that is not ours; answers the frames and every complaint. */
export async function decodeFootage(ffmpeg: string, url: string): Promise<{ frames: number; complaints: string }> {
  const { stdout, stderr } = await run(ffmpeg, ['-v', 'warning', '-i', url, '-map', '0:v:0', '-f', 'framemd5', '-'], {
    maxBuffer: 32 * 1_048_576,
    timeout: 120_000,
  });
  const frames = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length;
  return { frames, complaints: stderr };
}
