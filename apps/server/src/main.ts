import { takeInstanceLock } from '@sitecast/program';
import { startServer } from './app/start-server.ts';
import { readConfigOrEnd } from './configuration.ts';
import { createLog } from './platform/log.ts';

const deadlineMs = 9_000;

/** A line of ENV2 for whoever started this process. */
function tell(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const config = readConfigOrEnd(process.env);
const log = createLog(config.logLevel);
try {
  // Held until the process is gone, whatever way it goes.
  await takeInstanceLock('server', config.dataDirectory);
  const server = await startServer(config, { log });
  let isEnding = false;
  const end = (code: number): void => {
    if (isEnding) return;
    isEnding = true;
    // Whatever hangs, this process is gone within ten seconds (ENV5).
    setTimeout(() => process.exit(1), deadlineMs).unref();
    server.close().then(
      () => process.exit(code),
      (error: unknown) => {
        log.fatal({ err: error }, 'the server did not end in order');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => end(0));
  process.on('SIGINT', () => end(0));
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'an unexpected fault');
    end(1);
  });
  if (server.setupPath !== null) tell({ event: 'setup', path: server.setupPath });
  tell({ event: 'listening', program: 'server', port: server.port });
} catch (error) {
  log.fatal({ err: error }, 'the server could not start');
  process.exit(1);
}
