import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The benchmark camera: 1080p25 H.264 High, about 4 Mbit/s, a key frame every 2 s. Returns the file's name. */
export async function makeClip(dir: string, name: string, seconds = 20): Promise<string> {
  await mkdir(dir, { recursive: true });
  const source = `testsrc2=size=1920x1080:rate=25,noise=alls=12:allf=t`;
  await run(process.env['FFMPEG_PATH'] ?? 'ffmpeg', [
    ...['-nostdin', '-loglevel', 'error', '-y', '-f', 'lavfi', '-i', source, '-t', String(seconds)],
    ...['-c:v', 'libx264', '-profile:v', 'high', '-preset', 'veryfast', '-pix_fmt', 'yuv420p'],
    ...[
      '-b:v',
      '4M',
      '-maxrate',
      '4M',
      '-bufsize',
      '8M',
      '-g',
      '50',
      '-keyint_min',
      '50',
      '-sc_threshold',
      '0',
      '-bf',
      '0',
    ],
    join(dir, name),
  ]);
  return name;
}
