import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { InitSegment } from '@sitecast/hls';
import type { FfmpegCapabilities } from './capabilities.ts';
import { stillIntervalS } from './command.ts';
import { createJpegSplitter } from './jpeg-splitter.ts';
import { createLineSplitter } from './line-splitter.ts';

export interface MaskingListener {
  media(chunk: Uint8Array): void;
  still(jpeg: Buffer): void;
  /** A line of standard error; no address ever reaches this process. */
  line(text: string): void;
}

export interface MaskingProcess {
  /** Hands on bytes of the stream: init, then fragments. */
  write(bytes: Uint8Array): void;
  /** Bytes it has not taken yet. */
  readonly waitingBytes: number;
  /** Settles when it is gone; never rejects. */
  readonly ended: Promise<void>;
  kill(): void;
}

/** Of the picture as its init says it. */
export type PictureSize = Pick<InitSegment, 'width' | 'height'>;

const running = new Set<MaskingProcess>();
process.on('exit', () => {
  for (const one of running) one.kill();
});

/**
 * Draws the mask, input 1 and of the init's size, over every picture of input 0. The mask is dated a day back: `overlay`
 * passes whatever is older than its second picture as it is. A picture of another size than the init says, from its start or
 * in the middle of a stream, is brought to that size first; together with `-reinit_filter 0` before the input, without which
 * ffmpeg makes the filters anew and has no mask any more (measured: the rest of the stream was shown as it came).
 */
export function toCoverFilter({ width, height }: PictureSize): string {
  return `[1:v:0]setpts=PTS-86400/TB[mask];[0:v:0]scale=${width}:${height}[whole];[whole][mask]overlay=0:0:format=yuv420`;
}

/** How the masked picture is coded, live and of what came late. */
export function toMaskedCoding(ffmpeg: FfmpegCapabilities): string[] {
  return [
    ...[ffmpeg.major >= 6 ? '-fps_mode' : '-vsync', 'passthrough', '-c:v', 'libx264', '-preset', 'superfast'],
    ...[
      '-tune',
      'zerolatency',
      '-crf',
      '23',
      '-maxrate',
      '8M',
      '-bufsize',
      '8M',
      '-pix_fmt',
      'yuv420p',
      '-threads',
      '2',
    ],
  ];
}

/**
 * Arguments of the ffmpeg that burns a mask in (measured: one overlay over the whole picture costs 3 % more than none;
 * decoding and encoding are the price): fragments come on standard input, each frame is decoded, covered and encoded
 * anew, and leaves as a fragment of its own on pipe 1; a JPEG at once and then each minute on pipe 3. Without
 * `-fflags nobuffer`, which drops what was read while probing: one frame in must be one frame out.
 */
export function toMaskingArguments(picture: string, size: PictureSize, ffmpeg: FfmpegCapabilities): string[] {
  const passthrough = [ffmpeg.major >= 6 ? '-fps_mode' : '-vsync', 'passthrough'];
  const often = `select='isnan(prev_selected_t)+gte(t-prev_selected_t,${stillIntervalS})',scale=out_range=pc,format=yuvj420p`;
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'warning', '-filter_complex_threads', '1'],
    ...['-probesize', '32768', '-analyzeduration', '0', '-threads', '1'],
    ...['-reinit_filter', '0', '-f', 'mp4', '-i', 'pipe:0', '-i', picture],
    ...['-filter_complex', `${toCoverFilter(size)},split=2[video][seen];[seen]${often}[still]`],
    ...['-map', '[video]', ...toMaskedCoding(ffmpeg)],
    ...['-force_key_frames', 'expr:gte(t,n_forced*2)', '-f', 'mp4', '-flush_packets', '1'],
    ...['-movflags', '+frag_every_frame+empty_moov+default_base_moof', 'pipe:1'],
    ...['-map', '[still]', ...passthrough, '-threads', '1', '-c:v', 'mjpeg', '-q:v', '3'],
    ...['-f', 'image2pipe', '-flush_packets', '1', 'pipe:3'],
  ];
}

/** Starts it in a process group of its own, with nothing of our environment but what finds libraries. */
export function startMaskingProcess(
  ffmpeg: FfmpegCapabilities,
  picture: string,
  size: PictureSize,
  mark: Readonly<Record<string, string>>,
  listener: MaskingListener,
): MaskingProcess {
  const child = spawn(ffmpeg.path, toMaskingArguments(picture, size, ffmpeg), {
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    detached: true,
    env: {
      PATH: process.env['PATH'],
      LD_LIBRARY_PATH: process.env['LD_LIBRARY_PATH'],
      HOME: process.env['HOME'],
      ...mark,
    },
  });
  const pictures = createJpegSplitter();
  const lines = createLineSplitter();
  const [input, output, errors, third] = child.stdio;
  // A pipe that breaks ends with its process, and that is told by `ended`.
  for (const pipe of [input, output, errors, third]) pipe?.on('error', () => undefined);
  output.on('data', (chunk: Buffer) => listener.media(chunk));
  errors.on('data', (chunk: Buffer) => lines.push(chunk).forEach((line) => listener.line(line)));
  (third as Readable | null)?.on('data', (chunk: Buffer) =>
    pictures.push(chunk).forEach((picture) => listener.still(picture)),
  );
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      listener.line(error.message);
      if (child.pid === undefined) resolve();
    });
    child.once('close', () => resolve());
  });

  const masking: MaskingProcess = {
    write: (bytes) => void (input.writable && input.write(bytes)),
    get waitingBytes() {
      return input.writableLength;
    },
    ended: ended.finally(() => running.delete(masking)),
    kill: () => void child.kill('SIGKILL'),
  };
  running.add(masking);
  return masking;
}
