import { spawn } from 'node:child_process';
import { mkdirSync, statSync, watchFile, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ensureDashboardBuild, toBuildCommand } from './dashboard-build.ts';
import { takeDataLock } from './data-lock.ts';
import { findEnvironmentFaults } from './environment-check.ts';
import { findFfmpeg } from './ffmpeg.ts';
import { watchLauncher } from './lifeline.ts';
import { findPortFault } from './port.ts';
import { configurationRefused } from './program.ts';
import { createStack, StartFault } from './stack.ts';
import type { Stack } from './stack.ts';
import { demoMarker, readStartSettings } from './start-settings.ts';
import type { StartSettings } from './start-settings.ts';
import { inWorkspace } from './workspace.ts';

const say = (line: string): void => console.log(line);
// Whoever read the output may be gone (`| head`); the product goes on.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

let stack: Stack | null = null;
let stopping = false;
const cleanups: (() => void)[] = [];

function stop(exitCode: number): void {
  if (stopping) return;
  stopping = true;
  void (stack?.close() ?? Promise.resolve()).finally(() => {
    for (const cleanUp of cleanups) cleanUp();
    process.exit(exitCode);
  });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(0));

/** Builds the dashboard on every change, and starts the server again when a build is whole: it loads it once. */
function startWatchingBuild(): void {
  const { program, args, cwd } = toBuildCommand();
  const child = spawn(program, [...args, '--watch'], { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  const handler = inWorkspace('apps/dashboard/build/handler.js');
  let builtAtMs = statSync(handler, { throwIfNoEntry: false })?.mtimeMs;
  watchFile(handler, { interval: 500 }, ({ mtimeMs }) => {
    if (mtimeMs === 0 || mtimeMs === builtAtMs) return;
    builtAtMs = mtimeMs;
    stack?.restartServer();
  });
  cleanups.push(() => child.kill('SIGTERM'));
}

function rememberDemo(settings: StartSettings): void {
  mkdirSync(dirname(demoMarker(settings.dataDir)), { recursive: true });
  if (settings.demo) writeFileSync(demoMarker(settings.dataDir), 'This data was begun with the demo programme.\n');
}

async function start(settings: StartSettings): Promise<void> {
  const fault = await findPortFault(settings.port ?? 0, settings.host);
  if (fault === 'no-such-address') {
    console.error('SITECAST_HOST: must be an address of this machine');
    return stop(configurationRefused);
  }
  if (fault !== null) {
    const why = fault === 'taken' ? 'taken' : 'not allowed to this user';
    console.error(`Port ${settings.port} is ${why}. Set SITECAST_PORT to another, or unset it to let one be found.`);
    return stop(1);
  }
  const lock = takeDataLock(join(settings.dataDir, 'run/starter.pid'));
  if ('heldBy' in lock) {
    console.error(`Sitecast already runs on ${settings.dataDir} (process ${lock.heldBy}).`);
    return stop(1);
  }
  cleanups.push(() => lock.release());
  rememberDemo(settings);
  const [ffmpeg] = await Promise.all([findFfmpeg(process.env, say), ensureDashboardBuild(say)]);
  if (stopping) return;
  stack = createStack(settings, ffmpeg, process.env, say);
  const { port, setupPath } = await stack.start();
  if (stopping) return;
  if (settings.watch) startWatchingBuild();
  const address = process.env['SITECAST_ORIGIN'] || `http://${toShownHost(settings.host)}:${port}`;
  say(`\n  Sitecast  ${address}`);
  if (setupPath !== null) say(`  Set up    ${address}${setupPath}  (once: makes the first administrator)`);
  say(`  Logs      ${toShownPath(join(settings.dataDir, 'log'))}`);
  say(`  Stop      Ctrl-C\n`);
}

/** Short where it lies below the folder the command was typed in. */
function toShownPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
}

/** Loopback and "every address" are said as the name a person types. */
function toShownHost(host: string): string {
  if (['127.0.0.1', '0.0.0.0', '::', '::1', 'localhost'].includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

/** The settings, or every fault of the environment and the arguments at once. */
async function readSettings(): Promise<StartSettings | { faults: string[] }> {
  const settings = readStartSettings(process.env, process.argv.slice(2));
  const own = 'faults' in settings ? settings.faults : [];
  const said = await findEnvironmentFaults(
    'demo' in settings && !settings.demo ? ['recorder', 'server'] : ['recorder', 'server', 'simulator'],
    { ...process.env, ...('dataDir' in settings && { SITECAST_DATA: settings.dataDir }) },
  );
  const faults = [...new Set([...own, ...said])];
  return 'faults' in settings || faults.length > 0 ? { faults } : settings;
}

async function main(): Promise<void> {
  const settings = await readSettings();
  if (stopping) return;
  if (!('faults' in settings)) return start(settings);
  for (const fault of settings.faults) console.error(fault);
  stop(configurationRefused);
}

cleanups.push(watchLauncher(process.env, () => stop(0)));
main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  stop(error instanceof StartFault ? error.exitCode : 1);
});
