import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** One request that went up a line: when its head passed and how long the body it announced is. */
export interface Passed {
  path: string;
  atMs: number;
  lengthBytes: number;
}

/** A line between two programs that can be cut and healed. */
export interface CutLine {
  url: string;
  /** What went up, in order. */
  readonly passed: readonly Passed[];
  cut(): void;
  heal(): void;
  close(): Promise<void>;
}

const headForm = /PUT (\/uplink\/\S+) HTTP\/1\.1\r\n(?:[^\r\n]+\r\n)*?content-length: (\d+)\r\n/gi;

/** Carries bytes of loopback to a port of loopback. */
export async function openCutLine(port: number): Promise<CutLine> {
  const sockets = new Set<Socket>();
  const passed: Passed[] = [];
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect({ host: '127.0.0.1', port });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    let rest = '';
    near.on('data', (chunk: Buffer) => {
      rest += chunk.toString('latin1');
      let end = 0;
      for (const found of rest.matchAll(headForm)) {
        passed.push({ path: found[1] ?? '', atMs: performance.now(), lengthBytes: Number(found[2]) });
        end = found.index + found[0].length;
      }
      rest = rest.slice(Math.max(end, rest.length - 2_000));
    });
    near.pipe(far);
    far.pipe(near);
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    heal() {
      isCut = false;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
