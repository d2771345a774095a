import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Work that nobody watches gives way to the cameras. */
const lowPriority = 10;
const maxComplaint = 2_000;

/** How a run of ffmpeg ended that should have done something once. */
export class FfmpegFailed extends Error {
  constructor(complaint: string) {
    super(`ffmpeg failed: ${complaint}`);
    this.name = 'FfmpegFailed';
  }
}

/**
 * Runs ffmpeg once at low priority: `input` to its standard input, its standard output answered, at most `maxBytes`.
 * Rejects with FfmpegFailed, also after `timeoutMs` or when `signal` is given up.
 */
export async function runFfmpeg(
  path: string,
  args: readonly string[],
  options: { input: Readable | null; maxBytes: number; timeoutMs: number; signal?: AbortSignal },
): Promise<Buffer> {
  const limits = [AbortSignal.timeout(options.timeoutMs), ...(options.signal ? [options.signal] : [])];
  const child = spawn(path, ['-hide_banner', '-nostats', '-loglevel', 'error', ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], LD_LIBRARY_PATH: process.env['LD_LIBRARY_PATH'] },
    signal: AbortSignal.any(limits),
    killSignal: 'SIGKILL',
  });
  const chunks: Buffer[] = [];
  let lengthBytes = 0;
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => {
    lengthBytes += chunk.byteLength;
    if (lengthBytes > options.maxBytes) child.kill('SIGKILL');
    else chunks.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString('utf8')).slice(-maxComplaint)));
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', (error) => (complaint ||= error.message));
    child.once('close', resolve);
  });
  lowerPriority(child.pid);
  if (options.input)
    await pipeline(options.input, child.stdin).catch((error: unknown) => (complaint ||= String(error)));
  else child.stdin.end();
  const code = await ended;
  if (code !== 0) throw new FfmpegFailed(complaint.trim() || `ended with ${code}`);
  return Buffer.concat(chunks);
}

function lowerPriority(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, lowPriority);
  } catch {
    // It is gone already.
  }
}
