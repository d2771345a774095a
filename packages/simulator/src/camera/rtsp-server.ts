import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { RtspCredentials } from './rtsp-authentication.ts';
import { serveRtspConnection } from './rtsp-connection.ts';
import type { VideoStream } from './video-stream.ts';

export type RtspServerOptions = {
  host: string;
  port: number;
  path: string;
  stream: VideoStream;
  credentials: RtspCredentials | null;
};

export type RtspServer = {
  port: number;
  /** The address with the password in it: for the recorder, never for a log. */
  url: string;
  /** The cable is out: no connection, no listener. */
  unplug: () => Promise<void>;
  /** The cable is in again, at the same port. */
  plug: () => Promise<void>;
  /** Takes connections and says nothing; open ones fall silent. */
  setSilent: (isSilent: boolean) => void;
  close: () => Promise<void>;
};

/** Starts the RTSP door of one camera. As with a real camera, one address serves one picture. */
export async function startRtspServer(options: RtspServerOptions): Promise<RtspServer> {
  const connections = new Set<Socket>();
  let isSilent = false;
  let server: Server | null = null;

  async function listen(port: number): Promise<number> {
    const next = createServer((socket) => {
      connections.add(socket);
      socket.once('close', () => connections.delete(socket));
      serveRtspConnection(socket, { ...options, isSilent: () => isSilent });
    });
    next.listen(port, options.host);
    await once(next, 'listening');
    server = next;
    return (next.address() as AddressInfo).port;
  }

  async function stop(): Promise<void> {
    const closing = server;
    server = null;
    for (const socket of connections) socket.destroy();
    if (closing) await new Promise<void>((resolve) => closing.close(() => resolve()));
  }

  const port = await listen(options.port);
  const login = options.credentials ? `${options.credentials.user}:${options.credentials.password}@` : '';
  return {
    port,
    url: `rtsp://${login}${options.host}:${port}/${options.path}`,
    unplug: stop,
    plug: async () => {
      if (!server) await listen(port);
    },
    setSilent: (next) => {
      isSilent = next;
    },
    close: stop,
  };
}
