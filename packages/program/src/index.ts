export { findDataFault } from './data-folder.ts';
export {
  configurationExit,
  EnvironmentFaults,
  logLevelSetting,
  parseEnvironment,
  portSetting,
  readOrEnd,
  type Environment,
  type LogLevel,
} from './environment.ts';
export { takeInstanceLock, type InstanceLock } from './instance-lock.ts';
export { readOrCreateSecret } from './secret-file.ts';
