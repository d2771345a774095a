import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { AdmittedSource } from './guard.ts';

/**
 * Connects to the pinned address of an admitted source. A certificate is verified for every host anybody can reach; a
 * host the operator listed is on his own network, where cameras make their own certificates: there TLS keeps the
 * password from being read along, but does not prove who the camera is.
 */
export function connectUpstream(source: AdmittedSource): Socket | TLSSocket {
  const { url, address, listed } = source;
  if (url.scheme === 'rtsp' || url.scheme === 'http') return connect({ host: address, port: url.port, noDelay: true });
  return connectTls({
    host: address,
    port: url.port,
    rejectUnauthorized: !listed,
    ...(isIP(url.host) === 0 && { servername: url.host }),
  });
}

/** The event at which a socket of `connectUpstream` may be written to. */
export function readyEventOf(source: AdmittedSource): 'connect' | 'secureConnect' {
  return source.url.scheme === 'rtsps' || source.url.scheme === 'https' ? 'secureConnect' : 'connect';
}
