import { randomBytes } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { SourceFault } from '@sitecast/contract';
import { listenOnLoopback } from '../loopback.ts';
import { PullError } from '../guarded-get.ts';
import { createFaultSignal, type OpenedSource } from '../opened-source.ts';
import { mostPixelsText, readJpegSize } from './jpeg-size.ts';

/** What a camera of single pictures gives while one ffmpeg reads it. */
export interface PictureTaker {
  /** A JPEG, as it came. Throws `PullError` for what is none, or too large. */
  take(bytes: Buffer): void;
  /** The camera is lost: this ffmpeg ends. */
  fail(fault: SourceFault): void;
}

export interface PictureOutletOptions {
  /** Pictures a second that are encoded at most; those between are not looked at. */
  framesPerSecond: number;
  /** So long a picture is shown again before its camera counts as silent. */
  staleMs: number;
  /** Begins to ask the camera for pictures; the answer ends that. */
  begin: (taker: PictureTaker) => () => void;
  now?: () => number;
}

/** A picture that does not change is said again, so that its time goes on. */
const repeatMs = 500;
const mostWaitingBytes = 8 << 20;
const boundary = 'sitecast';

/** A source for ffmpeg of pictures that come one by one: read over loopback, decoded and encoded there. */
export async function openPictureOutlet(options: PictureOutletOptions): Promise<OpenedSource> {
  const now = options.now ?? (() => performance.now());
  const signal = createFaultSignal();
  const path = `/${randomBytes(24).toString('base64url')}.mjpg`;
  const spacingMs = 1_000 / options.framesPerSecond - 5;
  let reader: ServerResponse | null = null;

  function serve(response: ServerResponse): void {
    let latest: { bytes: Buffer; atMs: number; side: string } | null = null;
    let writtenAtMs = Number.NEGATIVE_INFINITY;
    const startedAtMs = now();
    reader = response;
    response.writeHead(200, { 'content-type': `multipart/x-mixed-replace;boundary=${boundary}` });

    const write = (bytes: Buffer): void => {
      writtenAtMs = now();
      if (response.writableLength > mostWaitingBytes) return;
      response.write(`--${boundary}\r\nContent-Type: image/jpeg\r\nContent-Length: ${bytes.length}\r\n\r\n`);
      response.write(bytes);
      response.write('\r\n');
    };
    const fail = (fault: SourceFault): void => {
      if (reader !== response) return;
      signal.raise(fault);
      response.destroy();
    };
    const stop = options.begin({
      fail,
      take(bytes) {
        if (reader !== response || now() - (latest?.atMs ?? Number.NEGATIVE_INFINITY) < spacingMs) return;
        const size = readJpegSize(bytes);
        if (size === 'too-large') throw new PullError('refused');
        if (size === null) throw new PullError('no-video');
        const side = `${size.width}x${size.height}`;
        // Another size is another stream: ffmpeg begins anew with it.
        if (latest && latest.side !== side) return void response.destroy();
        latest = { bytes, atMs: now(), side };
        signal.clear();
        write(bytes);
      },
    });
    const timer = setInterval(() => {
      if (now() - (latest?.atMs ?? startedAtMs) > options.staleMs) return fail('silent');
      if (latest && now() - writtenAtMs >= repeatMs) write(latest.bytes);
    }, repeatMs / 2);
    response.on('error', () => undefined);
    response.on('close', () => {
      clearInterval(timer);
      if (reader === response) reader = null;
      stop();
    });
  }

  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== path) return void response.writeHead(404).end();
    if (reader) return void response.writeHead(409).end();
    serve(response);
  });
  server.maxConnections = 4;
  const port = await listenOnLoopback(server);

  return {
    inputArgs: [
      ...['-use_wallclock_as_timestamps', '1', '-fpsprobesize', '0', '-max_pixels', mostPixelsText],
      ...['-f', 'mpjpeg', '-protocol_whitelist', 'http,tcp', '-rw_timeout', '20000000'],
      ...['-i', `http://127.0.0.1:${port}${path}`],
    ],
    encodeAtFps: options.framesPerSecond,
    get fault() {
      return signal.current;
    },
    onFault: signal.listen,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
