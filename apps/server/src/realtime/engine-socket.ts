import type { Socket as TcpSocket } from 'node:net';
import type { Socket } from 'socket.io';

/** What is reached below Socket.IO's public door, all of it guarded: another version may look different. */
interface EngineSocket {
  request?: unknown;
  writeBuffer?: readonly unknown[];
  transport?: { socket?: { _socket?: TcpSocket } };
}

const mostQueuedPackets = 64;
const mostQueuedBytes = 256 * 1_024;

/**
 * engine.io 6.6 keeps the upgrade request alive for the whole connection through a `close` listener on the TCP socket:
 * 3 kB for each page. It is let go once the session was read from it; no-op where upstream no longer does this.
 */
export function releaseUpgradeRequest(socket: Pick<Socket, 'conn' | 'handshake'>): void {
  const engine = socket.conn as unknown as EngineSocket;
  const tcp = engine.transport?.socket?._socket;
  for (const listener of tcp?.rawListeners('close') ?? []) {
    const inner = 'listener' in listener ? listener.listener : null;
    if (tcp && inner && String(inner).includes('this.emit("close")')) {
      tcp.removeListener('close', listener as () => void);
    }
  }
  engine.request = null;
  // Socket.IO's own copy of the headers; who it is stands in `data`.
  socket.handshake.headers = {};
}

/** Whether a page does not take what it is sent: its queue has no bound of its own, so it is cut and reads a snapshot. */
export function isSlow(socket: Pick<Socket, 'conn'>): boolean {
  const engine = socket.conn as unknown as EngineSocket;
  const queuedBytes = engine.transport?.socket?._socket?.writableLength ?? 0;
  return (engine.writeBuffer?.length ?? 0) > mostQueuedPackets || queuedBytes > mostQueuedBytes;
}

/** Ends the line at once. A close in good order would wait until a page that does not read has read everything. */
export function cutLine(socket: Pick<Socket, 'conn'>): void {
  const engine = socket.conn as unknown as EngineSocket;
  engine.transport?.socket?._socket?.destroy();
}
