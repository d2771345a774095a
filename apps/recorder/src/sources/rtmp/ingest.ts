import { once } from 'node:events';
import { createServer, isIP, type AddressInfo, type Socket } from 'node:net';
import { isKey } from '../../platform/key-check.ts';
import type { OpenedSource } from '../opened-source.ts';
import type { PushOutlets } from '../pushed/push-outlets.ts';
import { servePublisher } from './publisher.ts';

/** Where cameras push to over RTMP. */
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

const defaultLimits = { helloMs: 10_000, silenceMs: 10_000 };
const mostConnections = 64;

/** `keyOf`: the stream key a camera must send, null where the camera is unknown or does not push RTMP. */
export function createRtmpIngest(options: {
  host: string;
  port: number;
  keyOf: (camera: string) => string | null;
  outlets: PushOutlets;
  limits?: Partial<typeof defaultLimits>;
}): RtmpIngest {
  const { host, keyOf, outlets } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const publishers = new Map<string, Socket>();
  const sockets = new Set<Socket>();
  let port = options.port;

  /** Takes the same time for an unknown camera, a wrong key and a right one. */
  function admit(camera: string, key: string): boolean {
    const isRight = isKey(key, keyOf(camera));
    if (!isRight && !publishers.has(camera)) outlets.fail(camera, 'wrong-password');
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
      outlets.end(camera);
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
        outlets.begin(name);
      },
      onVideo(packet) {
        if (camera !== null && publishers.get(camera) === socket) outlets.carry(camera, packet);
      },
    });
  });
  server.maxConnections = mostConnections;

  return {
    host,
    get port() {
      return port;
    },
    async start() {
      server.listen({ host, port: options.port });
      await once(server, 'listening');
      ({ port } = server.address() as AddressInfo);
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
    ingestUrl: (camera) => `rtmp://${isIP(host) === 6 ? `[${host}]` : host}:${port}/${camera}`,
    openCamera(camera) {
      const hangUp = (): void => void publishers.get(camera)?.destroy();
      const source = outlets.openCamera(camera, hangUp);
      // A camera that publishes already must show its setup again, and only a new connection makes it.
      hangUp();
      return source;
    },
  };
}
