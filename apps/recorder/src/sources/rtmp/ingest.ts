import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { createServer, isIP, type Server, type Socket } from 'node:net';
import { createFaultSignal, type FaultSignal, type OpenedSource } from '../opened-source.ts';
import { createOutlet, type Outlet } from './outlet.ts';
import { servePublisher } from './publisher.ts';

/** Where cameras push to; each camera's stream is then read by its ffmpeg from a loopback address of its own. */
export interface RtmpIngest {
  readonly host: string;
  /** The port it listens on; 0 before the start where any free one was asked for. */
  readonly port: number;
  start(): Promise<void>;
  close(): Promise<void>;
  /** The address a camera pushes to, without its key: `rtmp://host:port/<camera>`; the key is the stream's name. */
  ingestUrl(camera: string): string;
  /** The camera's stream as a source for ffmpeg. */
  openCamera(camera: string): OpenedSource;
}

const defaultLimits = { helloMs: 10_000, silenceMs: 10_000, patienceMs: 6_000 };
const mostConnections = 64;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      const bound = server.address();
      resolve(bound !== null && typeof bound === 'object' ? bound.port : port);
    });
  });
}

/** `keyOf`: the stream key a camera must send, null where the camera is unknown or does not push RTMP. */
export function createRtmpIngest(options: {
  host: string;
  port: number;
  keyOf: (camera: string) => string | null;
  limits?: Partial<typeof defaultLimits>;
}): RtmpIngest {
  const { host, keyOf } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const outlets = new Map<string, { outlet: Outlet; signal: FaultSignal; path: string }>();
  const publishers = new Map<string, Socket>();
  const sockets = new Set<Socket>();
  const nobody = randomBytes(32).toString('hex');
  let port = options.port;
  let loopbackPort = 0;

  /** Takes the same time for an unknown camera, a wrong key and a right one. */
  function admit(camera: string, key: string): boolean {
    const expected = keyOf(camera);
    const isRight = timingSafeEqual(digest(key), digest(expected ?? nobody)) && expected !== null;
    if (!isRight && !publishers.has(camera)) outlets.get(camera)?.signal.raise('wrong-password');
    return isRight;
  }

  const server = createServer({ noDelay: true }, (socket) => {
    let camera: string | null = null;
    sockets.add(socket);
    const hello = setTimeout(() => socket.destroy(), limits.helloMs);
    socket.setTimeout(limits.silenceMs, () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      clearTimeout(hello);
      sockets.delete(socket);
      if (camera === null || publishers.get(camera) !== socket) return;
      publishers.delete(camera);
      outlets.get(camera)?.outlet.end();
    });
    servePublisher(socket, {
      admit,
      onPublish(name) {
        clearTimeout(hello);
        camera = name;
        const older = publishers.get(name);
        // The key proves the camera: it came back before its old connection was known to be dead.
        publishers.set(name, socket);
        older?.destroy();
        outlets.get(name)?.outlet.begin();
      },
      onVideo(packet) {
        if (camera !== null && publishers.get(camera) === socket) outlets.get(camera)?.outlet.carry(packet);
      },
    });
  });
  server.maxConnections = mostConnections;

  const loopback = createHttpServer((request, response) => {
    const found = [...outlets.values()].find((entry) => request.url === entry.path);
    if (!found || request.method !== 'GET') return void response.writeHead(404).end();
    found.outlet.serve(response);
  });

  return {
    host,
    get port() {
      return port;
    },
    async start() {
      loopbackPort = await listen(loopback, '127.0.0.1', 0);
      port = await listen(server, host, options.port);
    },
    async close() {
      for (const { outlet } of outlets.values()) outlet.close();
      for (const socket of sockets) socket.destroy();
      loopback.closeAllConnections();
      await Promise.all([server, loopback].map((one) => new Promise<void>((done) => one.close(() => done()))));
    },
    ingestUrl: (camera) => `rtmp://${isIP(host) === 6 ? `[${host}]` : host}:${port}/${camera}`,
    openCamera(camera) {
      const signal = createFaultSignal();
      const outlet = createOutlet({ signal, patienceMs: limits.patienceMs });
      const path = `/${randomBytes(24).toString('base64url')}.flv`;
      const entry = { outlet, signal, path };
      outlets.get(camera)?.outlet.close();
      outlets.set(camera, entry);
      // A camera that publishes already must show its setup again, and only a new connection makes it.
      publishers.get(camera)?.destroy();
      const url = `http://127.0.0.1:${loopbackPort}${path}`;
      return {
        inputArgs: [
          '-f',
          'flv',
          '-analyzeduration',
          '800000',
          '-protocol_whitelist',
          'http,tcp',
          '-rw_timeout',
          '30000000',
          '-i',
          url,
        ],
        get fault() {
          return signal.current;
        },
        onFault: signal.listen,
        close: async () => {
          outlet.close();
          if (outlets.get(camera) === entry) outlets.delete(camera);
          publishers.get(camera)?.destroy();
        },
      };
    },
  };
}
