import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createFlvReader, type CodecSetup, type CodedPicture } from './flv-stream.ts';

export type CoderSinks = { onSetup: (setup: CodecSetup) => void; onPicture: (picture: CodedPicture) => void };

export type PictureSize = { width: number; height: number };

/** A running ffmpeg that writes coded pictures. */
export type Coder = {
  /** Hands over one raw yuv420p frame; false where ffmpeg is behind and the frame was dropped. */
  write: (frame: Buffer, capturedAtMs: number) => boolean;
  /** Resolves when ffmpeg has gone, for whatever reason. */
  ended: Promise<void>;
  close: () => Promise<void>;
};

export type SceneCoderOptions = PictureSize & {
  ffmpeg: string;
  framesPerSecond: number;
  keyEveryFrames: number;
  kilobitsPerSecond: number;
};

const quiet = ['-hide_banner', '-loglevel', 'error'];
const flvOnStdout = [
  '-an',
  '-f',
  'flv',
  '-flvflags',
  'no_duration_filesize+no_sequence_end',
  '-flush_packets',
  '1',
  'pipe:1',
];

/** Codes raw frames from standard input: when we die, its input ends, and so does it. */
export function startSceneCoder(options: SceneCoderOptions, sinks: CoderSinks): Coder {
  const { width, height, framesPerSecond, keyEveryFrames, kilobitsPerSecond } = options;
  const child = spawn(
    options.ffmpeg,
    [
      ...quiet,
      ...['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-video_size', `${width}x${height}`],
      ...['-framerate', String(framesPerSecond), '-i', 'pipe:0'],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-threads', '1', '-pix_fmt', 'yuv420p'],
      // What an untagged HD stream is taken for differs between players.
      ...['-color_range', 'tv', '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
      ...['-g', String(keyEveryFrames), '-keyint_min', String(keyEveryFrames), '-sc_threshold', '0'],
      ...['-b:v', `${kilobitsPerSecond}k`, '-maxrate', `${Math.round(kilobitsPerSecond * 1.25)}k`],
      ...['-bufsize', `${kilobitsPerSecond * 2}k`],
      ...flvOnStdout,
    ],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  );
  // One picture comes out for each that goes in, in order: its true time of capture is kept beside the pipe.
  const captureTimes: number[] = [];
  let firstAtMs: number | null = null;
  read(child, {
    onSetup: sinks.onSetup,
    onPicture: (picture) => {
      const capturedAtMs = captureTimes.shift() ?? 0;
      firstAtMs ??= capturedAtMs;
      sinks.onPicture({ ...picture, ptsMs: capturedAtMs - firstAtMs });
    },
  });
  child.stdin.on('error', () => child.kill('SIGKILL'));
  return {
    write: (frame, capturedAtMs) => {
      if (child.stdin.destroyed || child.stdin.writableLength > frame.length) return false;
      captureTimes.push(capturedAtMs);
      child.stdin.write(frame);
      return true;
    },
    ...watchEnd(child),
  };
}

/** Serves a coded file over and over at its own pace, without coding: for load tests. It needs H.264 without B-frames. */
export function startClipCoder(options: { ffmpeg: string; file: string }, sinks: CoderSinks): Coder {
  const child = spawn(
    options.ffmpeg,
    [...quiet, '-re', '-stream_loop', '-1', '-i', options.file, '-map', '0:v:0', '-c', 'copy', ...flvOnStdout],
    // ffmpeg reads keys from standard input and ends at its end: a pipe of ours that is never written ties its life to ours.
    { stdio: ['pipe', 'pipe', 'ignore'] },
  );
  child.stdin.on('error', () => undefined);
  read(child, sinks);
  return { write: () => false, ...watchEnd(child) };
}

function read(child: ChildProcess, sinks: CoderSinks): void {
  const readChunk = createFlvReader(sinks);
  child.stdout?.on('data', (chunk: Buffer) => {
    try {
      readChunk(chunk);
    } catch {
      // What ffmpeg wrote cannot be read: end it; the owner starts another one.
      child.kill('SIGKILL');
    }
  });
}

function watchEnd(child: ChildProcess): Pick<Coder, 'ended' | 'close'> {
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });
  return {
    ended,
    close: async () => {
      if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      await ended;
    },
  };
}
