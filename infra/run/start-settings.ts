import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findUnknownNames } from '@sitecast/contract';
import { workspace } from './workspace.ts';

export interface StartSettings {
  /** Absolute path of the folder everything is kept in. */
  dataDir: string;
  host: string;
  /** What SITECAST_PORT says; null: 4000 or the next free one. */
  port: number | null;
  recorderPort: number | null;
  rtmpPort: number | null;
  demo: boolean;
  /** Programs' log lines go to the terminal too. */
  echoLogs: boolean;
  watch: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the starter remembers that this data was begun with the demo. */
export function demoMarker(dataDir: string): string {
  return join(dataDir, 'run/demo');
}

/**
 * Reads what the starter itself needs. Gives one line per fault, without values (ENV1); what the programs say of the rest
 * is asked by `environment-check.ts`, in the same words.
 */
export function readStartSettings(
  environment: Environment,
  args: readonly string[],
): StartSettings | { faults: string[] } {
  const faults = findUnknownNames(environment).map((name) => `${name}: no program knows this variable`);
  const readPort = (name: string): number | null => {
    const text = environment[name];
    if (text === undefined || text === '') return null;
    const port = Number(text);
    if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
    faults.push(`${name}: must be a port, 0 to 65535`);
    return null;
  };
  const dataDir = resolve(workspace, environment['SITECAST_DATA'] || 'data');
  const demo = environment['SITECAST_DEMO'] || undefined;
  if (demo !== undefined && demo !== 'on' && demo !== 'off') faults.push('SITECAST_DEMO: must be on or off');
  for (const argument of args.filter((each) => each !== '--watch')) faults.push(`${argument}: unknown argument`);
  const logLevel = environment['SITECAST_LOG_LEVEL'];
  const settings: StartSettings = {
    dataDir,
    // Loopback unless somebody decides otherwise: a first look at a product must not open a door to the network.
    host: environment['SITECAST_HOST'] || '127.0.0.1',
    port: readPort('SITECAST_PORT'),
    recorderPort: readPort('SITECAST_RECORDER_PORT'),
    rtmpPort: readPort('SITECAST_RTMP_PORT'),
    demo: demo === undefined ? isDemoByDefault(dataDir) : demo === 'on',
    echoLogs: logLevel === 'debug' || logLevel === 'trace',
    watch: args.includes('--watch'),
  };
  return faults.length > 0 ? { faults } : settings;
}

/** On where nothing was ever recorded there, and where the demo was on the last time. */
function isDemoByDefault(dataDir: string): boolean {
  return existsSync(demoMarker(dataDir)) || !existsSync(join(dataDir, 'server'));
}
