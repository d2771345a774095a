// The server's public door, for the tests that start it whole.
export { startServer, type RunningServer } from './app/start-server.ts';
export { parseConfig, type Config } from './platform/config.ts';
export { createLog } from './platform/log.ts';
