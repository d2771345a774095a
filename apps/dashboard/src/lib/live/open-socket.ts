import type { ClientToServer, ServerToClient } from '@sitecast/contract';
import type { Socket } from 'socket.io-client';

/**
 * The door to socket.io-client, loaded when first needed. WebSocket only, so that any server behind a load balancer
 * will do. The first return comes after 1–5 s, later ones after up to 50 s: a restarted server is not run over.
 * @param origin where the server is; left out: where the page is from.
 */
export async function openSocket(origin?: string): Promise<Socket<ServerToClient, ClientToServer>> {
  const { io } = await import('socket.io-client');
  const options = {
    transports: ['websocket'],
    autoConnect: false,
    forceNew: true,
    reconnectionDelay: 3_000,
    randomizationFactor: 0.66,
    reconnectionDelayMax: 30_000,
    timeout: 10_000,
  };
  return origin === undefined ? io(options) : io(origin, options);
}
