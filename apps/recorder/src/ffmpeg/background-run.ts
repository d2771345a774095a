import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Writable } from 'node:stream';

type Bytes = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

export interface BackgroundRun {
  path: string;
  args: readonly string[];
  cwd?: string;
  /** Written to standard input as it is read. */
  input?: Bytes;
  /** Written to pipe 3. */
  second?: Bytes;
  /** Most bytes of standard output; left out: none is wanted. */
  maxBytes?: number;
  timeoutMs?: number;
  signal?: AbortSignal;
}

/** Work that can wait must not take a core from what is live. */
const niceness = 10;
const keepCharacters = 16_384;

/** How a run of ffmpeg ended that should have done something once, in its own last words. */
export class FfmpegFailed extends Error {
  constructor(complaint: string) {
    super(`ffmpeg failed: ${complaint}`);
    this.name = 'FfmpegFailed';
  }
}

/**
 * Runs ffmpeg to its end in the background of everything else; it speaks of errors alone. Rejects with FfmpegFailed, also
 * after `timeoutMs` and when `signal` is given up, or with what reading the input failed with.
 */
export async function runInBackground(run: BackgroundRun): Promise<{ output: Buffer; stderr: string }> {
  const limits = [run.signal ?? [], run.timeoutMs === undefined ? [] : AbortSignal.timeout(run.timeoutMs)].flat();
  const child = spawn(run.path, ['-hide_banner', '-nostats', '-loglevel', 'error', ...run.args], {
    ...(run.cwd !== undefined && { cwd: run.cwd }),
    stdio: [run.input ? 'pipe' : 'ignore', 'pipe', 'pipe', run.second ? 'pipe' : 'ignore'],
    env: { PATH: process.env['PATH'], LD_LIBRARY_PATH: process.env['LD_LIBRARY_PATH'], LANG: 'C' },
    signal: AbortSignal.any(limits),
    killSignal: 'SIGKILL',
  });
  const maxBytes = run.maxBytes ?? 0;
  const chunks: Buffer[] = [];
  let lengthBytes = 0;
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    lengthBytes += chunk.byteLength;
    if (lengthBytes > maxBytes) child.kill('SIGKILL');
    else chunks.push(chunk);
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-keepCharacters)));
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', (error) => (stderr ||= error.message));
    child.once('close', resolve);
  });
  if (child.pid !== undefined) lowerPriority(child.pid);
  const fed = await Promise.allSettled([
    feed(run.input, child.stdin),
    feed(run.second, (child.stdio as readonly unknown[])[3] as Writable | null),
  ]);
  const code = await ended;
  // A still that could not be read ends the input early, and ffmpeg is content with that: it must not pass for whole.
  const broken = fed.find((one) => one.status === 'rejected' && !isBrokenPipe(one.reason));
  if (broken?.status === 'rejected') throw broken.reason;
  if (lengthBytes > maxBytes) throw new FfmpegFailed(`more than ${maxBytes} bytes`);
  if (code !== 0) throw new FfmpegFailed(stderr.trim() || `ended with ${code}`);
  return { output: Buffer.concat(chunks), stderr };
}

async function feed(source: Bytes | undefined, pipe: Writable | null): Promise<void> {
  if (source && pipe) await pipeline(Readable.from(source, { objectMode: false }), pipe);
}

/** ffmpeg may close its input before all was read; its exit code says whether that was a fault. */
const isBrokenPipe = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['EPIPE', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE'].includes(String(error.code));

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, niceness);
  } catch {
    // It ended already, or the system does not let us: then it runs as everything else does.
  }
}
