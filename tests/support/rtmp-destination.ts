import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { until } from './until.ts';

/** A server that takes one RTMP stream and writes it into a file: ffmpeg itself, which is not our code. */
export interface RtmpDestination {
  readonly pid: number;
  /** Resolves when the stream ended or the server was told to hang up. */
  readonly ended: Promise<unknown>;
  /** Hangs up at once. */
  stop(): Promise<void>;
}

/** Starts it on a port of loopback, at `/live` with that key. Resolves when it listens. */
export async function startRtmpDestination(
  ffmpeg: string,
  options: { port: number; key: string; file: string },
): Promise<RtmpDestination> {
  const address = `rtmp://127.0.0.1:${options.port}/live/${options.key}`;
  const child = spawn(
    ffmpeg,
    ['-v', 'error', '-y', '-listen', '1', '-i', address, '-c', 'copy', '-f', 'flv', options.file],
    { stdio: 'ignore' },
  );
  const ended = once(child, 'close');
  await until('the destination listens', () => isListening(options.port));
  return {
    pid: child.pid ?? 0,
    ended,
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Without connecting: ffmpeg takes one caller and no second. */
async function isListening(port: number): Promise<boolean> {
  const table = await readFile('/proc/net/tcp', 'utf8');
  return table.includes(`:${port.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000 0A`);
}
