import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { LogFile } from './log-file.ts';
import { inWorkspace, workspace } from './workspace.ts';

export type ProgramName = 'recorder' | 'server' | 'simulator';

/** A line a program wrote for the starter (ENV2): `listening`, or the server's one-time `setup`. */
export interface Announcement {
  event: string;
  port?: number;
  path?: string;
}

export interface ProgramSettings {
  name: ProgramName;
  /** Path of its main module inside the checkout. */
  entry: string;
  /** Asked before each start, so that a port learnt at the first start is kept for the next. */
  environment: () => Promise<Record<string, string | undefined>>;
  onAnnouncement: (announcement: Announcement) => void;
  /** It ended by itself; `willRestart` is false for a configuration it refused (exit code 78) or an early end. */
  onEnd: (end: { code: number | null; signal: string | null; willRestart: boolean }) => void;
  log: LogFile;
  echo?: (line: string) => void;
  /** Pauses between an end and the next start. */
  backOffMs?: { first: number; longest: number };
}

export interface Program {
  readonly name: ProgramName;
  start(): Promise<void>;
  /** Ends it in order and starts it again at once, with what has changed on disk. */
  restart(): void;
  /** Asks it to end, waits `deadlineMs`, then kills its whole group. Resolves when it is gone. */
  close(deadlineMs: number): Promise<void>;
}

/** Exit code of a program whose configuration is refused (ENV1): starting it again would change nothing. */
export const configurationRefused = 78;
const steadyMs = 60_000;

/** Builds a supervised program: own process group, restarted with back-off when it ends by itself. */
export function createProgram(settings: ProgramSettings): Program {
  const backOffMs = settings.backOffMs ?? { first: 1_000, longest: 30_000 };
  let child: ChildProcess | null = null;
  let ended: Promise<void> = Promise.resolve();
  let restart: NodeJS.Timeout | undefined;
  let closing = false;
  let listened = false;
  let restarting = false;
  let pauseMs = backOffMs.first;

  async function launch(): Promise<void> {
    const environment = await settings.environment();
    if (closing) return;
    const startedAt = performance.now();
    const running = spawn(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        '--import',
        inWorkspace('infra/run/guard.ts'),
        inWorkspace(settings.entry),
      ],
      { cwd: workspace, detached: true, stdio: ['pipe', 'pipe', 'pipe'], env: environment },
    );
    child = running;
    // Its standard input is never written to; an end of the program must not become an error here.
    running.stdin.on('error', () => undefined);
    createInterface({ input: running.stdout }).on('line', (line) => takeLine(line));
    createInterface({ input: running.stderr }).on('line', (line) => keep(line));
    ended = new Promise((resolve) => {
      running.once('error', (error) => keep(`could not be started: ${error.message}`));
      running.once('close', (code, signal) => {
        killGroup(running.pid, 'SIGKILL');
        if (child === running) child = null;
        resolve();
        if (!closing) afterEnd(code, signal, performance.now() - startedAt);
      });
    });
  }

  function afterEnd(code: number | null, signal: string | null, lastedMs: number): void {
    if (restarting) {
      restarting = false;
      launchAgain();
      return;
    }
    const willRestart = listened && code !== configurationRefused;
    settings.onEnd({ code, signal, willRestart });
    if (!willRestart) return;
    if (lastedMs > steadyMs) pauseMs = backOffMs.first;
    restart = setTimeout(launchAgain, pauseMs);
    pauseMs = Math.min(pauseMs * 2, backOffMs.longest);
  }

  function launchAgain(): void {
    launch().catch((error: unknown) => keep(`could not be started again: ${String(error)}`));
  }

  function takeLine(line: string): void {
    const announcement = parseAnnouncement(line);
    if (!announcement) return keep(line);
    if (announcement.event === 'listening') listened = true;
    // The setup line is a secret: it is shown once and kept nowhere.
    if (announcement.event !== 'setup') keep(line);
    settings.onAnnouncement(announcement);
  }

  function keep(line: string): void {
    settings.log.write(line);
    settings.echo?.(line);
  }

  return {
    name: settings.name,
    start: launch,
    restart() {
      if (child === null || closing) return;
      restarting = true;
      child.kill('SIGTERM');
    },
    async close(deadlineMs) {
      closing = true;
      clearTimeout(restart);
      const running = child;
      if (!running?.pid) return ended;
      running.kill('SIGTERM');
      const kill = setTimeout(() => killGroup(running.pid, 'SIGKILL'), deadlineMs);
      await ended;
      clearTimeout(kill);
    },
  };
}

/** Reads a line as an announcement, or null where it is anything else. */
export function parseAnnouncement(line: string): Announcement | null {
  if (!line.startsWith('{"event":"listening"') && !line.startsWith('{"event":"setup"')) return null;
  try {
    const value = JSON.parse(line) as Announcement;
    return typeof value.event === 'string' ? value : null;
  } catch {
    return null;
  }
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left in the group: that is what was wanted.
  }
}
