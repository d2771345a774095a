import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const name = 'authorization';

/** Whether a request carries this token. The comparison takes the same time whatever differs. */
export function createBearerCheck(token: string): (request: IncomingMessage) => boolean {
  const expected = digest(token);
  return (request) => {
    // Most have none, and need no object made of all their headers to say so.
    if (!request.rawHeaders.some((text) => text.length === name.length && text.toLowerCase() === name)) return false;
    const given = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(request.headers.authorization ?? '')?.[1];
    return given !== undefined && timingSafeEqual(digest(given), expected);
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
