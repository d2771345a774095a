import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const main = path.join(import.meta.dirname, '../../../../recorder/src/main.ts');

/** The real recorder as a process of its own, on the server's data directory, as the start command runs it. */
export interface TestRecorder {
  readonly url: string;
  readonly child: ChildProcess;
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

export async function startTestRecorder(dataDirectory: string, port = 0): Promise<TestRecorder> {
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env['PATH'],
      FFMPEG_PATH: process.env['FFMPEG_PATH'],
      SITECAST_DATA: dataDirectory,
      SITECAST_RECORDER_PORT: String(port),
      SITECAST_RTMP_PORT: '0',
      SITECAST_SOURCE_HOSTS: '127.0.0.0/8',
      SITECAST_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const listening = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as { event: string; port: number };
      if (said.event === 'listening') resolve(said.port);
    });
    child.once('exit', (code) => reject(new Error(`the recorder ended with ${code}`)));
  });
  return {
    url: `http://127.0.0.1:${listening}`,
    child,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
  };
}
