/**
 * Every variable with the prefix. Each program declares those it reads in its own schema; one that no program knows
 * stops the start, because a misspelt setting that is silently ignored is worse than no start.
 */
export const environmentNames = [
  'SITECAST_PORT',
  'SITECAST_HOST',
  'SITECAST_DATA',
  'SITECAST_DATABASE_URL',
  'SITECAST_DEMO',
  'SITECAST_DEMO_PAST',
  'SITECAST_ORIGIN',
  'SITECAST_LOG_LEVEL',
  'SITECAST_TRUSTED_PROXIES',
  'SITECAST_METRICS_TOKEN',
  'SITECAST_DASHBOARD_BUILD',
  'SITECAST_RECORDER_URL',
  'SITECAST_RECORDER_PORT',
  'SITECAST_RECORDER_HOST',
  'SITECAST_SOURCE_HOSTS',
  'SITECAST_RTMP_PORT',
  'SITECAST_WHIP_PORTS',
  'SITECAST_WHIP_ADDRESS',
  'SITECAST_FREE_SPACE_FLOOR_MB',
  'SITECAST_UPLINK_URL',
  'SITECAST_UPLINK_KBPS',
  'SITECAST_RENDITIONS',
  'SITECAST_SERVER_URL',
  'SITECAST_TSA_URL',
  'SITECAST_SMTP_URL',
  'SITECAST_SMTP_PASSWORD_FILE',
  'SITECAST_MAIL_FROM',
] as const;
export type EnvironmentName = (typeof environmentNames)[number];

/** The names in an environment that carry the prefix and that no program knows. */
export function findUnknownNames(environment: Readonly<Record<string, string | undefined>>): string[] {
  const known = new Set<string>(environmentNames);
  return Object.keys(environment).filter((name) => name.startsWith('SITECAST_') && !known.has(name));
}
