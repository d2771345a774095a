/** The session cookie's name: with https the browser itself keeps it to this host and to secure lines. */
export function cookieNameFor(origin: string | null): string {
  return origin?.startsWith('https:') ? '__Host-sitecast' : 'sitecast';
}

/** The secret that a Cookie header carries, or null. */
export function readCookie(header: string | undefined, name: string): string | null {
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}

/** The token of an Authorization header, or null. */
export function readBearer(header: string | undefined): string | null {
  return /^Bearer ([A-Za-z0-9._~+/=-]{20,200})$/.exec(header ?? '')?.[1] ?? null;
}
