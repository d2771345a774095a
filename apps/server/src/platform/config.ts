import { isIP } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { logLevelSetting, parseEnvironment, portSetting, type Environment, type LogLevel } from '@sitecast/program';
import { z } from 'zod';
import { parseSmtpConfig, type SmtpConfig } from './smtp-config.ts';

const origin = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^https?:\/\/[^/@]+\/?$/.test(text),
    'must be http(s)://host[:port] without a path',
  )
  .transform((text) => new URL(text).origin);
const addressList = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))
  .refine((parts) => parts.every(isAddressRange), 'must be IP addresses or CIDR ranges');
const defaultBuild = fileURLToPath(new URL('../../../dashboard/build/handler.js', import.meta.url));

const schema = z.object({
  SITECAST_PORT: portSetting.default(4_000),
  SITECAST_HOST: z.string().min(1).default('127.0.0.1'),
  SITECAST_DATA: z.string().min(1).default('./data'),
  SITECAST_DATABASE_URL: z
    .undefined('is not served by this version: records live in SQLite below SITECAST_DATA')
    .optional(),
  SITECAST_DEMO: z.enum(['on', 'off'], 'must be on or off').optional(),
  SITECAST_ORIGIN: origin.optional(),
  SITECAST_LOG_LEVEL: logLevelSetting,
  SITECAST_TRUSTED_PROXIES: addressList.default([]),
  SITECAST_METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  SITECAST_DASHBOARD_BUILD: z.string().min(1).default(defaultBuild),
  SITECAST_SMTP_URL: z.string().optional(),
  SITECAST_SMTP_PASSWORD_FILE: z.string().optional(),
  SITECAST_MAIL_FROM: z.string().optional(),
  SITECAST_RECORDER_URL: origin.default('http://127.0.0.1:4100'),
  SITECAST_TSA_URL: z
    .string()
    .refine(
      (text) => URL.canParse(text) && /^https?:\/\/[^@]+$/.test(text),
      'must be http(s)://host[:port]/path without a user',
    )
    .transform((text) => new URL(text))
    .optional(),
});

/** What the server was told, once, frozen. Paths are absolute. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDirectory: string;
  readonly secretsDirectory: string;
  /** null: on where the data directory is empty at the first start. */
  readonly demo: boolean | null;
  /** The one public origin, where it is known; it decides on the cookie's name, Host and Origin checks. */
  readonly origin: string | null;
  readonly logLevel: LogLevel;
  readonly trustedProxies: readonly string[];
  readonly metricsToken: string | null;
  readonly dashboardBuild: string;
  readonly recorderUrl: string;
  /** null: this server sends no mail. */
  readonly smtp: SmtpConfig | null;
  /** Who stamps the heads of the ledgers (RFC 3161); null: nobody. */
  readonly timestampAuthority: URL | null;
}

/** Reads the environment. Throws EnvironmentFaults with every fault at once. */
export function parseConfig(environment: Environment): Config {
  let smtp: SmtpConfig | null = null;
  const env = parseEnvironment(schema, environment, (given) => {
    const faults: string[] = [];
    smtp = parseSmtpConfig(
      {
        url: given['SITECAST_SMTP_URL'],
        passwordFile: given['SITECAST_SMTP_PASSWORD_FILE'],
        from: given['SITECAST_MAIL_FROM'],
        origin: given['SITECAST_ORIGIN'],
      },
      faults,
    );
    return faults;
  });
  const dataDirectory = path.resolve(env.SITECAST_DATA);
  return Object.freeze({
    port: env.SITECAST_PORT,
    host: env.SITECAST_HOST,
    dataDirectory,
    secretsDirectory: path.join(dataDirectory, 'secrets'),
    demo: env.SITECAST_DEMO === undefined ? null : env.SITECAST_DEMO === 'on',
    origin: env.SITECAST_ORIGIN ?? null,
    logLevel: env.SITECAST_LOG_LEVEL,
    trustedProxies: Object.freeze(env.SITECAST_TRUSTED_PROXIES),
    metricsToken: env.SITECAST_METRICS_TOKEN ?? null,
    dashboardBuild: path.resolve(env.SITECAST_DASHBOARD_BUILD),
    timestampAuthority: env.SITECAST_TSA_URL ?? null,
    recorderUrl: env.SITECAST_RECORDER_URL,
    smtp,
  });
}

function isAddressRange(text: string): boolean {
  const [address = '', bits, rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest !== undefined) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
