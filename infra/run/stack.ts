import { join } from 'node:path';
import type { Ffmpeg } from './ffmpeg.ts';
import { openLogFile } from './log-file.ts';
import type { LogFile } from './log-file.ts';
import { findFreePort, findFreePorts } from './port.ts';
import { configurationRefused, createProgram } from './program.ts';
import type { Announcement, Program, ProgramName } from './program.ts';
import { programs } from './programs.ts';
import type { StartSettings } from './start-settings.ts';
import { inWorkspace } from './workspace.ts';

const readyWithinMs = 60_000;
const endsWithinMs = 11_000;
const maxLogBytes = 5_000_000;
const firstPort = 4000;
const firstRtmpPort = 1935;
/** Four pictures, and the orders of the one that can be turned; one more than these would be refused by the recorder. */
const simulatedPorts = 5;

/** A program that did not come up, with what it said last. */
export class StartFault extends Error {
  readonly exitCode: number;
  constructor(program: ProgramName, lastLines: readonly string[], code: number | null) {
    super([`The ${program} did not start.`, ...lastLines.map((line) => `  ${line}`)].join('\n'));
    this.exitCode = code === configurationRefused ? configurationRefused : 1;
  }
}

export interface Stack {
  /** Starts recorder, server and, with the demo, the simulator, each when the one before it listens. */
  start(): Promise<{ port: number; setupPath: string | null }>;
  /** Starts the server again, with the dashboard as it is built now. */
  restartServer(): void;
  /** Ends what runs, in the opposite order. */
  close(): Promise<void>;
}

/** Builds the programs of one machine. `say` gets a line for each thing a person should know afterwards. */
export function createStack(
  settings: StartSettings,
  ffmpeg: Ffmpeg | null,
  base: Readonly<Record<string, string | undefined>>,
  say: (line: string) => void,
): Stack {
  const running: Program[] = [];
  const logs: LogFile[] = [];
  const ports: Partial<Record<ProgramName, number>> = {};
  let setupPath: string | null = null;
  let rtmpPort = settings.rtmpPort;
  let sourceHosts: string | null = null;
  let closing = false;

  const shared = {
    ...base,
    SITECAST_DATA: settings.dataDir,
    SITECAST_DEMO: settings.demo ? 'on' : 'off',
    ...(ffmpeg && { FFMPEG_PATH: ffmpeg.path }),
    // 400 modules start in 1.1–1.7 s without and 0.24 s with it.
    NODE_COMPILE_CACHE: base['NODE_COMPILE_CACHE'] ?? inWorkspace('node_modules/.cache/compile'),
  };
  const toUrl = (host: string | undefined, port: number | undefined): string =>
    `http://${toReachableHost(host)}:${port}`;
  const toRecorderUrl = (): string =>
    base['SITECAST_RECORDER_URL'] ?? toUrl(base['SITECAST_RECORDER_HOST'], ports.recorder);
  /** What the operator lists and, with the demo, the addresses of the simulated cameras: these alone of all loopback. */
  const listSourceHosts = async (): Promise<string> => {
    if (sourceHosts === null) {
      const ports = settings.demo ? await findFreePorts(simulatedPorts, '127.0.0.1') : [];
      const listed = base['SITECAST_SOURCE_HOSTS'] ?? '';
      sourceHosts = [listed, ...ports.map((port) => `127.0.0.1:${port}`)].filter((entry) => entry !== '').join(',');
    }
    return sourceHosts;
  };
  const environments: Record<ProgramName, () => Promise<Record<string, string | undefined>>> = {
    async recorder() {
      rtmpPort ??= await findFreePort(firstRtmpPort, '127.0.0.1');
      return {
        ...shared,
        SITECAST_RECORDER_PORT: String(ports.recorder ?? settings.recorderPort ?? 0),
        SITECAST_RTMP_PORT: String(rtmpPort),
        SITECAST_SOURCE_HOSTS: await listSourceHosts(),
      };
    },
    async server() {
      const port = ports.server ?? settings.port ?? (await findFreePort(firstPort, settings.host));
      return {
        ...shared,
        SITECAST_HOST: settings.host,
        SITECAST_PORT: String(port),
        SITECAST_RECORDER_URL: toRecorderUrl(),
      };
    },
    async simulator() {
      return {
        ...shared,
        SITECAST_SERVER_URL: base['SITECAST_SERVER_URL'] ?? toUrl(settings.host, ports.server),
        SITECAST_RECORDER_URL: toRecorderUrl(),
        SITECAST_SOURCE_HOSTS: await listSourceHosts(),
      };
    },
  };

  /** Starts one program and waits until it listens. */
  async function startProgram(name: ProgramName): Promise<void> {
    const log = openLogFile(join(settings.dataDir, `log/${name}.log`), maxLogBytes);
    logs.push(log);
    const listening = Promise.withResolvers<void>();
    const program = createProgram({
      name,
      entry: programs[name].entry,
      environment: environments[name],
      log,
      ...(settings.echoLogs && { echo: (line: string) => say(`${name}  ${line}`) }),
      onAnnouncement(announcement: Announcement) {
        if (announcement.event === 'setup') setupPath = announcement.path ?? null;
        if (announcement.event !== 'listening') return;
        if (announcement.port !== undefined) ports[name] = announcement.port;
        listening.resolve();
      },
      onEnd({ code, signal, willRestart }) {
        listening.reject(new StartFault(name, log.tail(), code));
        // An end before it listened is told by the fault itself.
        if (willRestart) say(`The ${name} ended (${signal ?? `code ${code}`}) and is started again; see ${name}.log.`);
      },
    });
    running.push(program);
    await program.start();
    const late = setTimeout(() => listening.reject(new StartFault(name, log.tail(), null)), readyWithinMs);
    await listening.promise.finally(() => clearTimeout(late));
  }

  return {
    async start() {
      await startProgram('recorder');
      if (closing) return { port: 0, setupPath };
      await startProgram('server');
      if (settings.demo && !closing) {
        // The page is worth opening before the drawn cameras run, so the address does not wait for them.
        startProgram('simulator').catch((error: unknown) => {
          if (!closing) say(error instanceof Error ? error.message : String(error));
        });
      }
      return { port: ports.server ?? 0, setupPath };
    },
    restartServer() {
      running.find(({ name }) => name === 'server')?.restart();
    },
    async close() {
      closing = true;
      for (const program of running.toReversed()) await program.close(endsWithinMs);
      for (const log of logs) log.close();
    },
  };
}

/** The address at which a program of this machine reaches another one that listens on `host`. */
function toReachableHost(host: string | undefined): string {
  if (host === undefined || host === '' || host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
