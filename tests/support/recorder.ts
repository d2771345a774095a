import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { controlPaths, type RecorderCameraConfig, type RecorderCameraView } from '@sitecast/contract';
import { readListeningPort } from './listening-port.ts';

const main = resolve(import.meta.dirname, '../../apps/recorder/src/main.ts');

/** The recorder program alone, on data of its own, as it stands at a site. */
export interface Recorder {
  readonly origin: string;
  readonly dataDir: string;
  readonly program: ChildProcess;
  addCamera(id: string, config: RecorderCameraConfig): Promise<RecorderCameraView>;
  readCamera(id: string): Promise<RecorderCameraView>;
  readCameras(): Promise<RecorderCameraView[]>;
  close(options?: { keepData?: boolean }): Promise<void>;
}

export interface RecorderOptions {
  dataDir?: string;
  /** Pin the recorder and all it starts to one core. */
  core?: number;
  env?: Record<string, string>;
}

export async function startRecorder(options: RecorderOptions = {}): Promise<Recorder> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'sitecast-recorder-')));
  const pinned = options.core === undefined ? [] : ['taskset', '-c', String(options.core)];
  const [command, ...args] = [...pinned, process.execPath, main];
  const program = spawn(command!, args, {
    env: {
      ...process.env,
      SITECAST_DATA: dataDir,
      SITECAST_RECORDER_PORT: '0',
      SITECAST_RTMP_PORT: '0',
      SITECAST_SOURCE_HOSTS: '127.0.0.0/8',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await readListeningPort(program, 'recorder');
  const origin = `http://127.0.0.1:${port}`;
  const token = (await readFile(join(dataDir, 'secrets/control.token'), 'utf8')).trim();
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(origin + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return {
    origin,
    dataDir,
    program,
    addCamera: async (id, config) => (await ask('PUT', controlPaths.camera(id), config)) as RecorderCameraView,
    readCamera: async (id) => (await ask('GET', controlPaths.camera(id))) as RecorderCameraView,
    readCameras: async () => ((await ask('GET', controlPaths.cameras)) as { cameras: RecorderCameraView[] }).cameras,
    async close({ keepData = false } = {}) {
      if (program.exitCode === null && program.signalCode === null) {
        const ended = once(program, 'exit');
        program.kill('SIGTERM');
        await ended;
      }
      if (!keepData) await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
