import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { runCommand } from './command.ts';
import { canInstallPackages, installPackages } from './debian-packages.ts';
import { findOnPath, readFfmpeg } from './ffmpeg.ts';
import { inWorkspace } from './workspace.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Something of the machine that the tests drive for real; the names are those a person installs. */
interface Need {
  name: string;
  isThere: (environment: Environment) => Promise<boolean>;
}

const chromiumPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const importRtspServer =
  'import gi; gi.require_version("GstRtspServer", "1.0"); from gi.repository import GstRtspServer';

const isOnPath = async (name: string, environment: Environment): Promise<boolean> =>
  (await findOnPath(name, environment)) !== null || existsSync(`/usr/sbin/${name}`);

const needs: readonly Need[] = [
  {
    name: 'chromium (or CHROMIUM_PATH)',
    isThere: (environment) =>
      Promise.resolve([environment['CHROMIUM_PATH'], ...chromiumPaths].some((path) => path && existsSync(path))),
  },
  {
    name: 'ffmpeg 5.1 or newer (or FFMPEG_PATH)',
    async isThere(environment) {
      const path = environment['FFMPEG_PATH'] ?? (await findOnPath('ffmpeg', environment));
      const ffmpeg = path ? await readFfmpeg(path) : null;
      return ffmpeg !== null && !ffmpeg.old;
    },
  },
  { name: 'nginx', isThere: (environment) => isOnPath('nginx', environment) },
  { name: 'shellcheck', isThere: (environment) => isOnPath('shellcheck', environment) },
  {
    name: 'GStreamer RTSP server for /usr/bin/python3',
    isThere: async () => (await runCommand('/usr/bin/python3', ['-c', importRtspServer])).code === 0,
  },
  {
    name: 'x264enc of GStreamer (gstreamer1.0-plugins-ugly)',
    isThere: async () =>
      (
        await runCommand('/usr/bin/python3', [
          '-c',
          `${importRtspServer.split(';')[0]}; gi.require_version("Gst", "1.0"); from gi.repository import Gst; Gst.init(None); raise SystemExit(0 if Gst.ElementFactory.find("x264enc") else 1)`,
        ])
      ).code === 0,
  },
];

async function listMissing(environment: Environment): Promise<string[]> {
  const found = await Promise.all(needs.map((need) => need.isThere(environment)));
  return needs.filter((_, index) => !found[index]).map((need) => need.name);
}

/** The packages of `infra/debian-packages.txt`. */
export async function readTestPackages(): Promise<string[]> {
  const text = await readFile(inWorkspace('infra/debian-packages.txt'), 'utf8');
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/** Makes the machine ready for the tests, as root by apt. Names what is still missing; empty when all is there. */
export async function prepareTestMachine(environment: Environment, say: (line: string) => void): Promise<string[]> {
  const missing = await listMissing(environment);
  if (missing.length === 0 || !canInstallPackages()) return missing;
  say(`Installing what the tests use (Debian packages; missing: ${missing.join(', ')}) …`);
  const fault = await installPackages(await readTestPackages());
  if (fault !== null) say(`apt could not install it: ${fault}`);
  return listMissing(environment);
}
