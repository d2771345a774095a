import { join } from 'node:path';
import { ConfigFault, parseConfig, type RecorderConfig } from './platform/config.ts';
import { findFolderFault } from './platform/data-folder.ts';
import { parseHostRules } from './sources/host-rules.ts';

/** sysexits.h: the configuration is wrong (ENV1). */
const configurationExit = 78;

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment, or says every fault of it on a line of its own and ends this process with 78 (ENV1). */
export function readConfigOrEnd(environment: Environment): RecorderConfig {
  const faults: string[] = [];
  const config = parse(environment, faults);
  const data = environment['SITECAST_DATA'] || './data';
  // What it keeps there, not the folder itself: in a container that may be read-only around them.
  const folderFault = findFolderFault(join(data, 'recorder')) ?? findFolderFault(join(data, 'secrets'));
  if (folderFault !== null) faults.push(`SITECAST_DATA: ${folderFault}`);
  const hostFault = findHostFault(environment['SITECAST_SOURCE_HOSTS'] ?? '');
  if (hostFault !== null) faults.push(`SITECAST_SOURCE_HOSTS: ${hostFault}`);
  if (config && faults.length === 0) return config;
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  return process.exit(configurationExit);
}

function parse(environment: Environment, faults: string[]): RecorderConfig | null {
  try {
    return parseConfig(environment);
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    faults.push(...error.faults);
    return null;
  }
}

function findHostFault(hosts: string): string | null {
  try {
    parseHostRules(hosts);
    return null;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return error.message;
  }
}
