import { spawn } from 'node:child_process';
import { inWorkspace } from './workspace.ts';

/** `pnpm sitecast …`: the server's command line, with this checkout's Node and the terminal as it is. */
const command = spawn(
  process.execPath,
  ['--disable-warning=ExperimentalWarning', inWorkspace('apps/server/src/commands/main.ts'), ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => command.kill(signal));
command.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
