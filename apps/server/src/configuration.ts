import { join } from 'node:path';
import { ConfigFaults, parseConfig, type Config } from './platform/config.ts';
import { findFolderFault } from './platform/data-folder.ts';

/** sysexits.h: the configuration is wrong (ENV1). */
const configurationExit = 78;

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment, or says every fault of it on a line of its own and ends this process with 78 (ENV1). */
export function readConfigOrEnd(environment: Environment): Config {
  const faults: string[] = [];
  const config = parse(environment, faults);
  const data = environment['SITECAST_DATA'] || './data';
  // What it keeps there, not the folder itself: in a container that may be read-only around them.
  const folderFault = findFolderFault(join(data, 'server')) ?? findFolderFault(join(data, 'secrets'));
  if (folderFault !== null) faults.push(`SITECAST_DATA: ${folderFault}`);
  if (config && faults.length === 0) return config;
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  return process.exit(configurationExit);
}

function parse(environment: Environment, faults: string[]): Config | null {
  try {
    return parseConfig(environment);
  } catch (error) {
    if (!(error instanceof ConfigFaults)) throw error;
    faults.push(...error.faults);
    return null;
  }
}
