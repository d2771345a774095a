import { logLevelSetting, parseEnvironment, readOrEnd, type Environment } from '@sitecast/program';
import { z } from 'zod';

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be http(s)://host[:port]' });

const settingsSchema = z.object({
  SITECAST_DATA: z.string().min(1).default('./data'),
  SITECAST_SERVER_URL: httpUrl.default('http://127.0.0.1:4000'),
  /** Without it no past is drawn: the recorder's control door is asked for nothing else. */
  SITECAST_RECORDER_URL: httpUrl.optional(),
  /** What the recorder may open; the cameras take the ports of loopback that stand in it by themselves. */
  SITECAST_SOURCE_HOSTS: z.string().default(''),
  /** Drawing a year of stills takes two fifths of a core for an hour or so; what needs no past does without. */
  SITECAST_DEMO_PAST: z.enum(['on', 'off'], 'must be on or off').default('on'),
  SITECAST_LOG_LEVEL: logLevelSetting,
});

export type Settings = {
  dataFolder: string;
  serverUrl: string;
  recorderUrl: string | null;
  cameraPorts: number[];
  drawsPast: boolean;
  isQuiet: boolean;
};

/** The settings in an environment. Throws EnvironmentFaults. */
export function parseSettings(environment: Environment): Settings {
  const data = parseEnvironment(settingsSchema, environment);
  return {
    dataFolder: data.SITECAST_DATA,
    serverUrl: data.SITECAST_SERVER_URL.replace(/\/+$/, ''),
    recorderUrl: data.SITECAST_RECORDER_URL?.replace(/\/+$/, '') ?? null,
    cameraPorts: [...data.SITECAST_SOURCE_HOSTS.matchAll(/(?<=^|[\s,])127\.0\.0\.1:(\d{1,5})(?=$|[\s,])/g)].map(
      ([, port]) => Number(port),
    ),
    drawsPast: data.SITECAST_DEMO_PAST === 'on',
    isQuiet: ['fatal', 'error', 'warn', 'silent'].includes(data.SITECAST_LOG_LEVEL),
  };
}

/** The settings in an environment; else says every fault on a line of its own and ends this process with 78 (ENV1). */
export function readSettingsOrEnd(environment: Environment): Settings {
  return readOrEnd(() => parseSettings(environment));
}
