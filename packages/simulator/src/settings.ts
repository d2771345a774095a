import { findUnknownNames } from '@sitecast/contract';
import { z } from 'zod';

/** sysexits.h: the configuration is wrong (ENV1). */
const configurationExit = 78;

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be http(s)://host[:port]' });
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const settingsSchema = z.object({
  SITECAST_DATA: z.string().min(1).default('./data'),
  SITECAST_SERVER_URL: httpUrl.default('http://127.0.0.1:4000'),
  /** Without it no past is drawn: the recorder's control door is asked for nothing else. */
  SITECAST_RECORDER_URL: httpUrl.optional(),
  /** What the recorder may open; the cameras take the ports of loopback that stand in it by themselves. */
  SITECAST_SOURCE_HOSTS: z.string().default(''),
  SITECAST_LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
});

export type Settings = {
  dataFolder: string;
  serverUrl: string;
  recorderUrl: string | null;
  cameraPorts: number[];
  isQuiet: boolean;
};

/** What is wrong with the environment: a line per fault, names only, never a value (ENV1). */
export class SettingsFault extends Error {}

/** The settings in an environment. Throws SettingsFault. */
export function parseSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const faults = findUnknownNames(environment).map((name) => `${name}: no program knows this variable`);
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '');
  const parsed = settingsSchema.safeParse(Object.fromEntries(given));
  if (!parsed.success) faults.push(...parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
  if (!parsed.success || faults.length > 0) throw new SettingsFault(faults.join('\n'));
  return {
    dataFolder: parsed.data.SITECAST_DATA,
    serverUrl: parsed.data.SITECAST_SERVER_URL.replace(/\/+$/, ''),
    recorderUrl: parsed.data.SITECAST_RECORDER_URL?.replace(/\/+$/, '') ?? null,
    cameraPorts: [...parsed.data.SITECAST_SOURCE_HOSTS.matchAll(/(?<=^|[\s,])127\.0\.0\.1:(\d{1,5})(?=$|[\s,])/g)].map(
      ([, port]) => Number(port),
    ),
    isQuiet: ['fatal', 'error', 'warn', 'silent'].includes(parsed.data.SITECAST_LOG_LEVEL),
  };
}

/** The settings in an environment; else says every fault on a line of its own and ends this process with 78 (ENV1). */
export function readSettingsOrEnd(environment: Readonly<Record<string, string | undefined>>): Settings {
  try {
    return parseSettings(environment);
  } catch (error) {
    if (!(error instanceof SettingsFault)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(configurationExit);
  }
}
