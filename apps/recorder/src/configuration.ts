import { findDataFault, readOrEnd, type Environment } from '@sitecast/program';
import { parseConfig, type RecorderConfig } from './platform/config.ts';
import { parseHostRules } from './sources/host-rules.ts';

/** Reads the environment, or says every fault of it on a line of its own and ends this process with 78 (ENV1). */
export function readConfigOrEnd(environment: Environment): RecorderConfig {
  return readOrEnd(
    () => parseConfig(environment),
    () => [findDataFault(environment, 'recorder'), findHostFault(environment['SITECAST_SOURCE_HOSTS'] ?? '')],
  );
}

function findHostFault(hosts: string): string | null {
  try {
    parseHostRules(hosts);
    return null;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return `SITECAST_SOURCE_HOSTS: ${error.message}`;
  }
}
