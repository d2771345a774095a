import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { SourceFault } from '@sitecast/contract';
import { listenOnLoopback } from '../loopback.ts';
import { createFaultSignal, type FaultSignal, type OpenedSource } from '../opened-source.ts';
import type { VideoPacket } from './flv.ts';
import { createOutlet, type Outlet } from './outlet.ts';

/** Carries what cameras push, whatever way it came, to the one ffmpeg of each: FLV at an address on loopback that only we know. */
export interface PushOutlets {
  start(): Promise<void>;
  close(): Promise<void>;
  /** The camera's stream as a source for ffmpeg. `onClose`: nobody reads it any more. */
  openCamera(camera: string, onClose: () => void): OpenedSource;
  /** The camera publishes from now on, perhaps in another form than before; its setup comes first. */
  begin(camera: string): void;
  carry(camera: string, packet: VideoPacket): void;
  /** The camera went away. */
  end(camera: string): void;
  fail(camera: string, fault: SourceFault): void;
}

/** So long a silent camera is waited for before that is a fault, and tried on. */
const usualPatienceMs = 6_000;

export function createPushOutlets(patienceMs = usualPatienceMs): PushOutlets {
  const outlets = new Map<string, { outlet: Outlet; signal: FaultSignal; path: string }>();
  let port = 0;

  const server = createServer((request, response) => {
    const found = [...outlets.values()].find((entry) => request.url === entry.path);
    if (!found || request.method !== 'GET') return void response.writeHead(404).end();
    found.outlet.serve(response);
  });

  return {
    async start() {
      port = await listenOnLoopback(server);
    },
    async close() {
      for (const { outlet } of outlets.values()) outlet.close();
      if (!server.listening) return;
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
    openCamera(camera, onClose) {
      const signal = createFaultSignal();
      const outlet = createOutlet({ signal, patienceMs });
      const entry = { outlet, signal, path: `/${randomBytes(24).toString('base64url')}.flv` };
      outlets.get(camera)?.outlet.close();
      outlets.set(camera, entry);
      return {
        inputArgs: [
          ...['-f', 'flv', '-analyzeduration', '800000', '-protocol_whitelist', 'http,tcp'],
          ...['-rw_timeout', '30000000', '-i', `http://127.0.0.1:${port}${entry.path}`],
        ],
        get fault() {
          return signal.current;
        },
        onFault: signal.listen,
        close: async () => {
          outlet.close();
          if (outlets.get(camera) === entry) outlets.delete(camera);
          onClose();
        },
      };
    },
    begin: (camera) => outlets.get(camera)?.outlet.begin(),
    carry: (camera, packet) => outlets.get(camera)?.outlet.carry(packet),
    end: (camera) => outlets.get(camera)?.outlet.end(),
    fail: (camera, fault) => outlets.get(camera)?.signal.raise(fault),
  };
}
