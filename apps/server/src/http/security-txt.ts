import type { RequestHandler } from 'express';
import type { Clock } from '../platform/clock.ts';

const validMs = 180 * 24 * 3_600_000;
const path = '/.well-known/security.txt';

/**
 * RFC 9116. The address is the mailbox RFC 2142 reserves for it at the public host; a server that has no public
 * origin has nobody to write to, and no such file.
 */
export function createSecurityTxt(origin: string | null, clock: Clock): RequestHandler {
  return (request, response, next) => {
    if (request.path !== path || origin === null) {
      next();
      return;
    }
    const expires = new Date(clock.now() + validMs).toISOString();
    response.setHeader('Cache-Control', 'public, max-age=3600');
    response
      .type('text/plain')
      .send(`Contact: mailto:security@${new URL(origin).hostname}\nExpires: ${expires}\nCanonical: ${origin}${path}\n`);
  };
}
