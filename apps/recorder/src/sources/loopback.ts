import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';

/** Has a server listen where only this machine reaches it, at a port of the system's choice, which it answers. */
export async function listenOnLoopback(server: Server): Promise<number> {
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
