import { request as requestHttp, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { AdmittedSource } from './guard.ts';

/** How to ask over HTTP or HTTPS what the guard admitted. */
export interface GuardedRequest {
  request: typeof requestHttp;
  isSecure: boolean;
  /** The address that was looked at, never the name anew; its certificate must be that of the name. */
  options: RequestOptions;
  headers: Record<string, string>;
}

/** What every request to an admitted address has: a listed host of the operator's own network may sign for itself. */
export function toGuardedRequest({ url, address, listed }: AdmittedSource): GuardedRequest {
  const isSecure = url.scheme === 'https';
  const host = url.host.includes(':') ? `[${url.host}]` : url.host;
  return {
    request: isSecure ? requestHttps : requestHttp,
    isSecure,
    options: {
      host: address,
      port: url.port,
      ...(isSecure && { rejectUnauthorized: !listed }),
      ...(isSecure && isIP(url.host) === 0 && { servername: url.host }),
    },
    headers: { host: `${host}:${url.port}`, 'user-agent': 'Sitecast', 'accept-encoding': 'identity' },
  };
}
