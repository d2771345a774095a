import { findDataFault, readOrEnd, type Environment } from '@sitecast/program';
import { parseConfig, type Config } from './platform/config.ts';

/** Reads the environment, or says every fault of it on a line of its own and ends this process with 78 (ENV1). */
export function readConfigOrEnd(environment: Environment): Config {
  return readOrEnd(
    () => parseConfig(environment),
    () => [findDataFault(environment, 'server')],
  );
}
