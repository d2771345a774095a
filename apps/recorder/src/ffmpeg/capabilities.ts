import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** What the ffmpeg of this machine can do; found once at the start. */
export interface FfmpegCapabilities {
  path: string;
  /** 4 for 4.1, 5 for 5.1 … read from libavformat, because git builds carry no version number. */
  major: number;
  version: string;
  hasSrt: boolean;
  hasTls: boolean;
  /** Microseconds. `-timeout` makes an RTSP listener of ffmpeg 4. */
  rtspTimeoutOption: '-timeout' | '-stimeout';
  /** Real cameras need ffmpeg ≥ 5; the npm build of 2018 is for the simulated ones. */
  forRealCameras: boolean;
}

const run = promisify(execFile);

/** Where ffmpeg may be, best first: `FFMPEG_PATH`, the search path, the optional npm package. */
export function listFfmpegPaths(environment: Readonly<Record<string, string | undefined>>): string[] {
  const named = environment['FFMPEG_PATH'];
  if (named !== undefined && named !== '') return [named];
  const onPath = (environment['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'ffmpeg'));
  return [...onPath, findPackagedFfmpeg()].filter((path) => path !== null).filter(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The binary of the optional package `@ffmpeg-installer/ffmpeg`, or null where it is not installed. */
function findPackagedFfmpeg(): string | null {
  try {
    const found: unknown = createRequire(import.meta.url)('@ffmpeg-installer/ffmpeg');
    return typeof found === 'object' && found !== null && 'path' in found && typeof found.path === 'string'
      ? found.path
      : null;
  } catch {
    return null;
  }
}

/** Asks one ffmpeg what it is. Throws where it does not answer. */
export async function probeFfmpeg(path: string): Promise<FfmpegCapabilities> {
  const options = { timeout: 10_000, maxBuffer: 1_000_000 };
  const [about, protocols] = await Promise.all([
    run(path, ['-hide_banner', '-version'], options),
    run(path, ['-hide_banner', '-protocols'], options),
  ]);
  const library = Number(/libavformat\s+(\d+)\./.exec(about.stdout)?.[1]);
  if (!Number.isInteger(library)) throw new Error('it does not say its version');
  const words = new Set(protocols.stdout.split(/\s+/));
  const major = library - 54;
  return {
    path,
    major,
    version: /^ffmpeg version (\S+)/m.exec(about.stdout)?.[1] ?? String(major),
    hasSrt: words.has('srt'),
    hasTls: words.has('tls'),
    rtspTimeoutOption: major >= 5 ? '-timeout' : '-stimeout',
    forRealCameras: major >= 5,
  };
}

/** The first ffmpeg that answers. Throws with one sentence that says what to do where none does. */
export async function findFfmpeg(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<FfmpegCapabilities> {
  for (const path of listFfmpegPaths(environment)) {
    try {
      return await probeFfmpeg(path);
    } catch {
      // The next one may work; what is wrong with all of them is said below.
    }
  }
  throw new Error('No ffmpeg was found. Install the package "ffmpeg" or set FFMPEG_PATH.');
}
