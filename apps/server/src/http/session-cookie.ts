import type { Response } from 'express';
import type { SessionCookie } from '../platform/call.ts';
import { cookieNameFor } from '../platform/session-secret.ts';

/** Sets and ends the session cookie on an answer. */
export function createSessionCookie(response: Response, origin: string | null): SessionCookie {
  const name = cookieNameFor(origin);
  const attributes = `Path=/; HttpOnly; SameSite=Lax${name.startsWith('__Host-') ? '; Secure' : ''}`;
  return {
    set: (secret, expiresAtMs) => {
      response.setHeader(
        'Set-Cookie',
        `${name}=${secret}; ${attributes}; Expires=${new Date(expiresAtMs).toUTCString()}`,
      );
    },
    clear: () => {
      response.setHeader('Set-Cookie', `${name}=; ${attributes}; Max-Age=0`);
    },
  };
}
