import { logLevelSetting, parseEnvironment, portSetting, type Environment, type LogLevel } from '@sitecast/program';
import { z } from 'zod';

/** An address that names a host and nothing else: a secret has no place in it. */
function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && text.replace(/\/$/, '') === url.origin;
}

/** null: not a range of ports that may be chosen. */
function readPortRange(text: string): [number, number] | null {
  const [, first, last] = /^(\d{4,5})-(\d{4,5})$/.exec(text) ?? [];
  const [from, to] = [Number(first), Number(last)];
  return from >= 1_024 && from <= to && to <= 65_535 ? [from, to] : null;
}

/** Every variable the recorder reads. An empty one counts as unset. */
const environmentSchema = z.object({
  SITECAST_DATA: z.string().default('./data'),
  SITECAST_RECORDER_HOST: z.string().default('127.0.0.1'),
  SITECAST_RECORDER_PORT: portSetting.default(4_100),
  SITECAST_SOURCE_HOSTS: z.string().default(''),
  SITECAST_RTMP_PORT: portSetting.optional(),
  SITECAST_WHIP_PORTS: z
    .string()
    .transform(readPortRange)
    .refine((ports) => ports !== null, 'must be two ports like 41000-41009, the first not above the second')
    .optional(),
  SITECAST_WHIP_ADDRESS: z.union([z.ipv4(), z.ipv6()], 'must be an IP address').optional(),
  SITECAST_FREE_SPACE_FLOOR_MB: z
    .string()
    .regex(/^\d{1,9}$/, 'must be a number of megabytes')
    .transform(Number)
    .optional(),
  SITECAST_UPLINK_URL: z
    .string()
    .refine(isOrigin, 'must be an origin like https://recorder.example.org, without a path, user or password')
    .optional(),
  SITECAST_UPLINK_KBPS: z
    .string()
    .regex(/^[1-9]\d{1,6}$/, 'must be kilobits a second, 10 to 9999999')
    .transform(Number)
    .default(4_000),
  SITECAST_RENDITIONS: z
    .string()
    .regex(/^\d{1,2}$/, 'must be a number, 0 to 99')
    .transform(Number)
    .optional(),
  SITECAST_LOG_LEVEL: logLevelSetting,
  SITECAST_METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  FFMPEG_PATH: z.string().optional(),
});

export interface RecorderConfig {
  dataFolder: string;
  host: string;
  port: number;
  /** Hosts below the public network that sources may have, as the guard reads them. */
  sourceHosts: string;
  /** Where cameras push RTMP; null: the recorder does not listen for it. */
  rtmpPort: number | null;
  /** UDP ports where cameras push WebRTC (WHIP), the first and the last; null: any free one. */
  whipPorts: readonly [number, number] | null;
  /** The address such cameras are told; null: the one it listens on. */
  whipAddress: string | null;
  /** Null: a twentieth of the disk, at most 10 GB. */
  freeSpaceFloorBytes: number | null;
  /** Central recorder that this one forwards to; null: it stands alone. */
  uplinkOrigin: string | null;
  /** Most bits a second for what is filled in after a cut. */
  uplinkBitsPerSecond: number;
  /** Smaller renditions that are made at once at most, over all cameras; null: one for two cores. */
  mostRenditions: number | null;
  logLevel: LogLevel;
  metricsToken: string | null;
}

/** Reads the environment. Throws EnvironmentFaults with every fault at once. */
export function parseConfig(environment: Environment): RecorderConfig {
  const data = parseEnvironment(environmentSchema, environment);
  const floorMb = data.SITECAST_FREE_SPACE_FLOOR_MB;
  return Object.freeze({
    dataFolder: data.SITECAST_DATA,
    host: data.SITECAST_RECORDER_HOST,
    port: data.SITECAST_RECORDER_PORT,
    sourceHosts: data.SITECAST_SOURCE_HOSTS,
    rtmpPort: data.SITECAST_RTMP_PORT ?? null,
    whipPorts: data.SITECAST_WHIP_PORTS ?? null,
    whipAddress: data.SITECAST_WHIP_ADDRESS ?? null,
    freeSpaceFloorBytes: floorMb === undefined ? null : floorMb * 1_048_576,
    uplinkOrigin: data.SITECAST_UPLINK_URL?.replace(/\/$/, '') ?? null,
    uplinkBitsPerSecond: data.SITECAST_UPLINK_KBPS * 1_000,
    mostRenditions: data.SITECAST_RENDITIONS ?? null,
    logLevel: data.SITECAST_LOG_LEVEL,
    metricsToken: data.SITECAST_METRICS_TOKEN ?? null,
  });
}
