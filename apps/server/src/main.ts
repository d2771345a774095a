import { startServer } from './app/start-server.ts';
import { ConfigFaults, parseConfig } from './platform/config.ts';

const deadlineMs = 9_000;

/** A line of ENV2 for whoever started this process. */
function tell(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

try {
  const server = await startServer(parseConfig(process.env));
  const stop = (): void => {
    // Whatever hangs, this process is gone within ten seconds (ENV5).
    setTimeout(() => process.exit(1), deadlineMs).unref();
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(
          `${JSON.stringify({ level: 60, msg: 'the server did not end in order', error: String(error) })}\n`,
        );
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  if (server.setupPath !== null) tell({ event: 'setup', path: server.setupPath });
  tell({ event: 'listening', program: 'server', port: server.port });
} catch (error) {
  if (!(error instanceof ConfigFaults)) throw error;
  for (const fault of error.faults) process.stderr.write(`${fault}\n`);
  process.exitCode = 78;
}
