import { access, chmod, constants } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { runCommand } from './command.ts';
import { canInstallPackages, installPackages } from './debian-packages.ts';

export interface Ffmpeg {
  path: string;
  version: string;
  /** Older than 5.1: good for the simulated cameras only. */
  old: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads `ffmpeg -version`: the numbers, or null where the file is no ffmpeg that runs. */
export async function readFfmpeg(path: string): Promise<Ffmpeg | null> {
  const { code, output } = await runCommand(path, ['-hide_banner', '-version'], { timeout: 10_000 });
  const version = /^ffmpeg version n?(\d+)\.(\d+)?/m.exec(output);
  if (code !== 0) return null;
  // A build from git says a date or a hash; those are newer than any release this looks for.
  if (!version) return /^ffmpeg version/m.test(output) ? { path, version: 'git', old: false } : null;
  const [major, minor] = [Number(version[1]), Number(version[2] ?? 0)];
  return { path, version: `${major}.${minor}`, old: major < 5 || (major === 5 && minor < 1) };
}

/** The first executable of that name on PATH, or null. */
export async function findOnPath(name: string, environment: Environment): Promise<string | null> {
  for (const folder of (environment['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, name);
    if (
      await access(path, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  return null;
}

/** The binary of the optional npm package (ffmpeg 4.1 of 2018), made executable; null where it was not installed. */
export async function findPackagedFfmpeg(): Promise<Ffmpeg | null> {
  try {
    const installer = createRequire(import.meta.url).resolve('@ffmpeg-installer/ffmpeg');
    const folder = createRequire(installer).resolve(
      `@ffmpeg-installer/${process.platform}-${process.arch}/package.json`,
    );
    const path = join(folder, '..', process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg');
    await chmod(path, 0o755);
    return await readFfmpeg(path);
  } catch {
    return null;
  }
}

/**
 * Finds the ffmpeg to use: `FFMPEG_PATH`, then PATH (5.1 or newer), then as root on Debian its package, then the npm
 * binary. `say` gets one line for each thing a person should know. Null where there is none.
 */
export async function findFfmpeg(
  environment: Environment,
  say: (line: string) => void,
  sources = { canInstallPackages, installPackages, findPackagedFfmpeg },
): Promise<Ffmpeg | null> {
  const named = environment['FFMPEG_PATH'];
  if (named) {
    const ffmpeg = await readFfmpeg(named);
    if (!ffmpeg) say('FFMPEG_PATH names no ffmpeg that runs. Correct it, or unset it to let one be found.');
    return ffmpeg;
  }
  const onPath = await findOnPath('ffmpeg', environment);
  const installed = onPath === null ? null : await readFfmpeg(onPath);
  if (installed && !installed.old) return installed;
  if (sources.canInstallPackages()) {
    say('Installing ffmpeg (Debian package) …');
    const fault = await sources.installPackages(['ffmpeg']);
    if (fault !== null) say(`apt could not install ffmpeg: ${fault}`);
    const packaged = fault === null ? await readFfmpeg('/usr/bin/ffmpeg') : null;
    if (packaged && !packaged.old) return packaged;
  }
  const last = installed ?? (await sources.findPackagedFfmpeg());
  if (last)
    say(`Only ffmpeg ${last.version} was found: enough for the simulated cameras; real cameras need 5.1 or newer.`);
  else say('No ffmpeg was found. Install ffmpeg 5.1 or newer, or set FFMPEG_PATH; until then no camera records.');
  return last;
}
