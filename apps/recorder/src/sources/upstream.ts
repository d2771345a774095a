import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { AdmittedSource } from './guard.ts';

/** One for all: what is read is used up before the next read. Large enough for what a camera sends between two beats. */
const readBuffer = Buffer.allocUnsafeSlow(262_144);

/**
 * Connects to the pinned address of an admitted source. A certificate is verified for every host anybody can reach; a
 * host the operator listed is on his own network, where cameras make their own certificates: there TLS keeps the
 * password from being read along, but does not prove who the camera is. `take` gets what was read; the bytes are lent and
 * change afterwards. Where it answers false, nothing more is read until `resume` of the socket.
 */
export function connectUpstream(source: AdmittedSource, take: (chunk: Buffer) => boolean): Socket | TLSSocket {
  const { url, address, listed } = source;
  if (isPlain(source)) {
    const callback = (bytes: number): boolean => take(readBuffer.subarray(0, bytes));
    return connect({ host: address, port: url.port, noDelay: true, onread: { buffer: readBuffer, callback } });
  }
  const socket = connectTls({
    host: address,
    port: url.port,
    rejectUnauthorized: !listed,
    ...(isIP(url.host) === 0 && { servername: url.host }),
  });
  socket.on('data', (chunk: Buffer) => {
    if (!take(chunk)) socket.pause();
  });
  return socket;
}

/** The event at which a socket of `connectUpstream` may be written to. */
export function readyEventOf(source: AdmittedSource): 'connect' | 'secureConnect' {
  return isPlain(source) ? 'connect' : 'secureConnect';
}

const isPlain = ({ url }: AdmittedSource): boolean => ['rtsp', 'http', 'rtmp'].includes(url.scheme);
