import { randomBytes } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { MediaSegment } from '@sitecast/hls';
import { listenOnLoopback } from '../loopback.ts';
import { createFaultSignal, type FaultSignal, type OpenedSource } from '../opened-source.ts';

/** Carries what recorders at sites send live to the one ffmpeg of each camera, which looks at it for health and masks. */
export interface SiteOutlets {
  start(): Promise<void>;
  close(): Promise<void>;
  openCamera(camera: string): OpenedSource;
  /** The next live segment of a camera. */
  carry(camera: string, segment: MediaSegment): void;
}

/** A reader that lets this much wait is not reading: it begins anew. */
const mostWaitingBytes = 32 << 20;
/** An ffmpeg that comes this long after a segment still reads it first. */
const freshMs = 5_000;

interface Outlet {
  path: string;
  signal: FaultSignal;
  reader: ServerResponse | null;
  /** What the reader reads now; null before its first segment. */
  run: string | null;
  /** When its first frame was taken. */
  beganAtMs: number | null;
  latest: { segment: MediaSegment; atMs: number } | null;
}

/** One address on loopback for each camera, which only we know. */
export function createSiteOutlets(now: () => number = () => performance.now()): SiteOutlets {
  const outlets = new Map<string, Outlet>();
  let port = 0;

  const write = (outlet: Outlet, segment: MediaSegment): void => {
    const { reader } = outlet;
    const { bytes } = segment;
    if (!reader || !bytes) return;
    // A decoder can begin at a key frame only, and another run has another time line and perhaps another init.
    if (outlet.run === null && !segment.independent) return;
    if ((outlet.run !== null && outlet.run !== segment.run) || reader.writableLength > mostWaitingBytes) {
      reader.destroy();
      outlet.reader = null;
      return;
    }
    if (outlet.run === null) {
      reader.write(segment.init.bytes);
      outlet.beganAtMs = segment.startMs;
    }
    outlet.run = segment.run;
    reader.write(bytes);
  };

  const serve = (outlet: Outlet, response: ServerResponse): void => {
    outlet.reader = response;
    outlet.run = null;
    response.on('error', () => undefined);
    response.on('close', () => {
      if (outlet.reader === response) outlet.reader = null;
    });
    response.writeHead(200, { 'content-type': 'video/mp4' }).flushHeaders();
    if (outlet.latest && now() - outlet.latest.atMs < freshMs) write(outlet, outlet.latest.segment);
  };

  const server = createServer((request, response) => {
    const outlet = [...outlets.values()].find((one) => one.path === request.url);
    if (!outlet || request.method !== 'GET') return void response.writeHead(404).end();
    if (outlet.reader) return void response.writeHead(409).end();
    serve(outlet, response);
  });

  return {
    async start() {
      port = await listenOnLoopback(server);
    },
    async close() {
      if (!server.listening) return;
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
    openCamera(camera) {
      const path = `/${randomBytes(24).toString('base64url')}.mp4`;
      const signal = createFaultSignal();
      const outlet: Outlet = { path, signal, reader: null, run: null, beganAtMs: null, latest: null };
      outlets.get(camera)?.reader?.destroy();
      outlets.set(camera, outlet);
      return {
        inputArgs: [
          ...['-f', 'mp4', '-seekable', '0', '-protocol_whitelist', 'http,tcp', '-rw_timeout', '70000000'],
          ...['-i', `http://127.0.0.1:${port}${path}`],
        ],
        get fault() {
          return outlet.signal.current;
        },
        get beganAtMs() {
          return outlet.beganAtMs;
        },
        onFault: outlet.signal.listen,
        async close() {
          outlet.reader?.destroy();
          if (outlets.get(camera) === outlet) outlets.delete(camera);
        },
      };
    },
    carry(camera, segment) {
      const outlet = outlets.get(camera);
      if (!outlet) return;
      outlet.latest = { segment, atMs: now() };
      outlet.signal.clear();
      write(outlet, segment);
    },
  };
}
