import type { IncomingMessage } from 'node:http';
import type { Caller, Principal } from './caller.ts';
import { cookieNameFor, readBearer, readCookie } from './session-secret.ts';

/** A credential that holds. */
export interface Identified {
  readonly principal: Principal;
  /** The hash of the credential. */
  readonly credential: string;
  readonly expiresAtMs: number | null;
}

/** Finds out who sent a request; null where a bearer token was sent that does not hold. */
export type Identify = (request: IncomingMessage) => Promise<Caller | null>;

/** A bearer token counts alone: a cookie beside it is not looked at. A cookie that no longer holds is a visitor's. */
export function createIdentify(parts: {
  origin: string | null;
  addressOf: (request: IncomingMessage) => string;
  findSession: (secret: string) => Promise<Identified | null>;
  findToken: (secret: string) => Promise<Identified | null>;
}): Identify {
  const cookieName = cookieNameFor(parts.origin);
  return async (request) => {
    const address = parts.addressOf(request);
    if (request.headers.authorization !== undefined) {
      const token = readBearer(request.headers.authorization);
      const found = token === null ? null : await parts.findToken(token);
      return found && { ...found, address };
    }
    const secret = readCookie(request.headers.cookie, cookieName);
    const found = secret === null ? null : await parts.findSession(secret);
    return { principal: null, credential: null, expiresAtMs: null, ...found, address };
  };
}
