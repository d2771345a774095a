import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecorderCameraConfig, RecorderCameraView } from '@sitecast/contract';
import { until } from '../../../tests/support/until.ts';

const main = join(import.meta.dirname, '../src/main.ts');

/** A recorder as it runs in the field: its own process, its own folder. */
export interface RecorderProcess {
  url: string;
  token: string;
  dataFolder: string;
  pid: number;
  /** What it wrote to its standard error so far. */
  readonly errors: string;
  get(path: string, options?: { asControl?: boolean; range?: string }): Promise<Response>;
  control(method: string, path: string, body?: unknown): Promise<Response>;
  putCamera(id: string, config: Partial<RecorderCameraConfig>): Promise<RecorderCameraView>;
  view(id: string): Promise<RecorderCameraView>;
  /** SIGKILL, as a power cut does it. */
  killHard(): Promise<void>;
  /** SIGTERM; answers the exit code. */
  stop(): Promise<number | null>;
}

export async function makeDataFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'recorder-'));
}

export async function removeDataFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Starts a recorder on a free port and waits for its line (ENV2). */
export async function startRecorder(
  dataFolder: string,
  environment: Record<string, string> = {},
): Promise<RecorderProcess> {
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env['PATH'],
      SITECAST_DATA: dataFolder,
      SITECAST_RECORDER_PORT: '0',
      SITECAST_LOG_LEVEL: 'debug',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
  const findLine = (): string | undefined => /^\{.*"listening".*\}$/m.exec(output)?.[0];
  // `close` and not `exit`: what it said last has arrived by then.
  let hasClosed = false;
  child.once('close', () => (hasClosed = true));
  await until('the recorder listens or ends', () => findLine() !== undefined || hasClosed);
  const line = findLine();
  if (line === undefined) throw new Error(`the recorder ended: ${errors}`);
  const { port } = JSON.parse(line) as { port: number };
  const url = `http://127.0.0.1:${port}`;
  const token = (await readFile(join(dataFolder, 'secrets/control.token'), 'utf8')).trim();
  const bearer = { authorization: `Bearer ${token}` };

  const recorder: RecorderProcess = {
    url,
    token,
    dataFolder,
    pid: child.pid ?? 0,
    get errors() {
      return errors;
    },
    get: (path, { asControl = false, range } = {}) =>
      fetch(url + path, { headers: { ...(asControl && bearer), ...(range !== undefined && { range }) } }),
    control: (method, path, body) =>
      fetch(url + path, {
        method,
        headers: { ...bearer, ...(!(body instanceof Uint8Array) && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body) }),
      }),
    async putCamera(id, config) {
      const whole = { source: { kind: 'file', path: 'clip.mp4' }, published: true, retentionDays: 7, ...config };
      const response = await recorder.control('PUT', `/control/cameras/${id}`, whole);
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
      return (await response.json()) as RecorderCameraView;
    },
    view: async (id) => (await (await recorder.control('GET', `/control/cameras/${id}`)).json()) as RecorderCameraView,
    async killHard() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      return child.exitCode;
    },
  };
  return recorder;
}

/** Processes whose command line holds a text, as `/proc` tells it to every user of the machine. */
export async function findProcesses(text: string): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    const line = await readFile(`/proc/${name}/cmdline`, 'latin1').catch(() => '');
    if (line.includes(text)) found.push(Number(name));
  }
  return found;
}

/** The live playlist once it lists at least so many segments. */
export async function waitForLive(recorder: RecorderProcess, camera: string, segments = 2): Promise<string> {
  return until(`${segments} live segments of ${camera}`, async () => {
    const response = await recorder.get(`/media/${camera}/live.m3u8`);
    const text = await response.text();
    return response.ok && text.split('.m4s').length > segments ? text : null;
  });
}
