import { createHash, timingSafeEqual } from 'node:crypto';
import type { RtspRequest } from './rtsp-message.ts';

export type RtspCredentials = { user: string; password: string; scheme: 'basic' | 'digest' };

const realm = 'Simulated camera';

/** The challenge of a 401, as the camera's scheme wants it (RFC 2617). */
export function formatChallenge(scheme: RtspCredentials['scheme'], nonce: string): string {
  return scheme === 'basic' ? `Basic realm="${realm}"` : `Digest realm="${realm}", nonce="${nonce}", algorithm=MD5`;
}

/** Does this request carry the camera's own user and password? */
export function isAuthorised(request: RtspRequest, credentials: RtspCredentials | null, nonce: string): boolean {
  if (!credentials) return true;
  const given = request.headers.get('authorization') ?? '';
  if (credentials.scheme === 'basic') {
    const expected = Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64');
    return isSame(given, `Basic ${expected}`);
  }
  if (!given.startsWith('Digest ')) return false;
  const fields = parseDigest(given.slice(7));
  if (fields.get('username') !== credentials.user || fields.get('nonce') !== nonce) return false;
  const secret = toMd5(`${credentials.user}:${realm}:${credentials.password}`);
  const action = toMd5(`${request.method}:${fields.get('uri') ?? ''}`);
  return isSame(fields.get('response') ?? '', toMd5(`${secret}:${nonce}:${action}`));
}

function parseDigest(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const match of text.matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)) {
    fields.set(match[1] ?? '', match[2] ?? match[3] ?? '');
  }
  return fields;
}

function toMd5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

function isSame(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}
