import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { toDigest } from '../platform/key-check.ts';

const name = 'authorization';

/** The token a request carries; undefined: none, or nothing of that form. */
export const readBearer = (request: IncomingMessage): string | undefined =>
  /^Bearer ([\x21-\x7e]{1,512})$/i.exec(request.headers.authorization ?? '')?.[1];

/** Whether a request carries this token. The comparison takes the same time whatever differs. */
export function createBearerCheck(token: string): (request: IncomingMessage) => boolean {
  const expected = toDigest(token);
  return (request) => {
    // Most have none, and need no object made of all their headers to say so.
    if (!request.rawHeaders.some((text) => text.length === name.length && text.toLowerCase() === name)) return false;
    const given = readBearer(request);
    return given !== undefined && timingSafeEqual(toDigest(given), expected);
  };
}
