import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { thumbnailSize } from './command.ts';
import { createFrameSplitter } from './frame-splitter.ts';
import { createJpegSplitter } from './jpeg-splitter.ts';
import { createLineSplitter } from './line-splitter.ts';
import type { MediaPipe } from './media-pipe.ts';

export interface IngestListener {
  thumbnail(gray: Uint8Array): void;
  still(jpeg: Buffer): void;
  /** A line of standard error, raw: it may hold an address. */
  line(text: string): void;
}

export interface IngestProcess {
  readonly pid: number | undefined;
  /** Settles when the process is gone and its pipes are read to the end; never rejects. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
}

/** Processes that run now: when this program ends in whatever orderly way, none may outlive it. */
const running = new Set<IngestProcess>();
process.on('exit', () => {
  for (const one of running) one.kill('SIGKILL');
});

/**
 * Starts ffmpeg in a process group of its own: Ctrl-C in a terminal must reach us first, so that we can close in order.
 * `standardInput` is written to it at once, what it writes to standard output comes by `media`. If we are killed, its pipes break and it ends by itself; `mark` is how the next start finds it if it does not.
 */
export function startIngestProcess(
  path: string,
  args: readonly string[],
  mark: Readonly<Record<string, string>>,
  standardInput: string | null,
  media: MediaPipe,
  listener: IngestListener,
): IngestProcess {
  const child = spawn(path, args, {
    stdio: [standardInput === null ? 'ignore' : 'pipe', media.far, 'pipe', 'pipe', 'pipe'],
    detached: true,
    // Nothing of our own environment is any of its business.
    env: { ...pickEnvironment(process.env), ...mark },
  });
  media.far.destroy();
  // An ffmpeg that is gone before it read this ends as one: there is no more to be said of its pipe.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(standardInput);
  const frames = createFrameSplitter(thumbnailSize.bytes);
  const pictures = createJpegSplitter();
  const lines = createLineSplitter();

  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('error', (error) => {
      listener.line(error.message);
      if (child.pid === undefined) resolve({ code: null, signal: null });
    });
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const [, , errors, third, fourth] = child.stdio;
  read(errors, (chunk) => lines.push(chunk).forEach((line) => listener.line(line)));
  read(third as Readable | null, (chunk) => frames.push(chunk).forEach((frame) => listener.thumbnail(frame)));
  read(fourth as Readable | null, (chunk) => pictures.push(chunk).forEach((picture) => listener.still(picture)));

  const ingest: IngestProcess = {
    pid: child.pid,
    ended: Promise.all([ended, media.ended])
      .then(([end]) => end)
      .finally(() => running.delete(ingest)),
    kill: (signal) => void child.kill(signal),
  };
  running.add(ingest);
  return ingest;
}

function read(pipe: Readable | null | undefined, take: (chunk: Buffer) => void): void {
  pipe?.on('data', take);
  // A pipe that breaks ends with its process, and that is handled there.
  pipe?.on('error', () => undefined);
}

function pickEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'LANG', 'LD_LIBRARY_PATH', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'TMPDIR'];
  return Object.fromEntries(
    names.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
}
