import { isIP } from 'node:net';
import type { IncomingMessage } from 'node:http';

/** Which hosts and origins this server answers to. */
export interface OriginGuard {
  isKnownHost(host: string | undefined): boolean;
  /** Whether an unsafe request or a WebSocket comes from a page of ours. */
  isOwnOrigin(request: IncomingMessage): boolean;
}

/**
 * With a public origin set, that origin alone. Without one the server is on somebody's own machine: IP literals and
 * `localhost` are answered (a name would let a foreign page rebind its DNS to this machine).
 */
export function createOriginGuard(origin: string | null): OriginGuard {
  const host = origin === null ? null : new URL(origin).host;
  const isKnownHost = (name: string | undefined): boolean => {
    if (name === undefined || name === '') return false;
    if (host !== null) return name.toLowerCase() === host;
    try {
      const { hostname, host: whole } = new URL(`http://${name}`);
      if (whole.toLowerCase() !== name.toLowerCase().replace(/:80$/, '')) return false;
      return hostname === 'localhost' || isIP(hostname.replaceAll(/[[\]]/g, '')) !== 0;
    } catch {
      return false;
    }
  };
  return {
    isKnownHost,
    isOwnOrigin: (request) => {
      const sent = request.headers.origin;
      if (sent === undefined || !isKnownHost(request.headers.host)) return false;
      if (origin !== null) return sent === origin;
      return sent === `http://${request.headers.host}` || sent === `https://${request.headers.host}`;
    },
  };
}
