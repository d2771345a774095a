import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Writable } from 'node:stream';

export interface BackgroundRun {
  path: string;
  args: readonly string[];
  cwd: string;
  signal: AbortSignal;
  /** Written to standard input as it is read. */
  input?: () => AsyncIterable<Uint8Array>;
  /** Written to pipe 3. */
  second?: () => Iterable<Uint8Array>;
}

/** Work that can wait must not take a core from what is live. */
const niceness = 10;
const keepCharacters = 16_384;

/** Runs ffmpeg to its end in the background of everything else. Rejects with its last words where it fails. */
export async function runInBackground(run: BackgroundRun): Promise<{ stderr: string }> {
  const child = spawn(run.path, run.args, {
    cwd: run.cwd,
    stdio: [run.input ? 'pipe' : 'ignore', 'ignore', 'pipe', run.second ? 'pipe' : 'ignore'],
    env: { PATH: process.env['PATH'], LANG: 'C' },
    signal: run.signal,
    killSignal: 'SIGKILL',
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-keepCharacters)));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (child.pid !== undefined) lowerPriority(child.pid);
  const feeds = [
    feed(run.input?.(), child.stdin),
    feed(run.second?.(), (child.stdio as readonly unknown[])[3] as Writable | null),
  ];
  const [code, ...fed] = await Promise.allSettled([ended, ...feeds]);
  if (code.status === 'rejected') throw code.reason;
  // A still that could not be read ends the input early, and ffmpeg is content with that: it must not pass for whole.
  const broken = fed.find((one) => one.status === 'rejected' && !isBrokenPipe(one.reason));
  if (broken?.status === 'rejected') throw broken.reason;
  if (code.value !== 0) throw new Error(`ffmpeg ended with ${code.value}: ${stderr.trim().split('\n').at(-1) ?? ''}`);
  return { stderr };
}

async function feed(
  source: Iterable<Uint8Array> | AsyncIterable<Uint8Array> | undefined,
  pipe: Writable | null,
): Promise<void> {
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
