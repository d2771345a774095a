import { createHash } from 'node:crypto';

export interface Credentials {
  username: string;
  password: string;
}

/** What a camera asked for in `WWW-Authenticate`. */
export type Challenge =
  | { scheme: 'basic' }
  | {
      scheme: 'digest';
      realm: string;
      nonce: string;
      opaque: string | null;
      algorithm: 'MD5' | 'SHA-256';
      qop: 'auth' | null;
      stale: boolean;
    };

const hashNames = { MD5: 'md5', 'SHA-256': 'sha256' } as const;

function parseParameters(text: string): Map<string, string> {
  const found = text.matchAll(/([a-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/gi);
  return new Map([...found].map((match) => [match[1]?.toLowerCase() ?? '', match[2] ?? match[3] ?? '']));
}

function parseDigest(text: string): Challenge | null {
  const values = parseParameters(text);
  const nonce = values.get('nonce');
  const algorithm = (values.get('algorithm') ?? 'MD5').toUpperCase();
  if (nonce === undefined || (algorithm !== 'MD5' && algorithm !== 'SHA-256')) return null;
  const qops = values
    .get('qop')
    ?.split(',')
    .map((word) => word.trim().toLowerCase());
  // Only auth-int is offered: we do not hash bodies.
  if (qops && !qops.includes('auth')) return null;
  return {
    scheme: 'digest',
    realm: values.get('realm') ?? '',
    nonce,
    opaque: values.get('opaque') ?? null,
    algorithm,
    qop: qops ? 'auth' : null,
    stale: values.get('stale')?.toLowerCase() === 'true',
  };
}

/** The strongest challenge we can answer: Digest SHA-256, Digest MD5, Basic; null where there is none. */
export function chooseChallenge(values: readonly string[]): Challenge | null {
  const offers = values.flatMap((value) => value.split(/,\s*(?=(?:basic|digest)\s)/i));
  const digests = offers.filter((offer) => /^digest\s/i.test(offer)).map((offer) => parseDigest(offer.slice(7)));
  const known = digests.filter((digest) => digest !== null);
  const strongest = known.find((digest) => digest.scheme === 'digest' && digest.algorithm === 'SHA-256') ?? known[0];
  if (strongest) return strongest;
  return offers.some((offer) => /^basic(\s|$)/i.test(offer)) ? { scheme: 'basic' } : null;
}

const quote = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;

/**
 * The value of `Authorization` (RFC 7616, RFC 7617). `count` is how often the nonce was used, beginning with 1;
 * `clientNonce` must be new for each request.
 */
export function authorize(
  challenge: Challenge,
  credentials: Credentials,
  request: { method: string; uri: string; count: number; clientNonce: string },
): string {
  const { username, password } = credentials;
  if (challenge.scheme === 'basic') return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const hash = (text: string): string => createHash(hashNames[challenge.algorithm]).update(text).digest('hex');
  const count = request.count.toString(16).padStart(8, '0');
  const secret = hash(`${username}:${challenge.realm}:${password}`);
  const subject = hash(`${request.method}:${request.uri}`);
  const middle = challenge.qop ? `${challenge.nonce}:${count}:${request.clientNonce}:auth` : challenge.nonce;
  const fields = [
    `username=${quote(username)}`,
    `realm=${quote(challenge.realm)}`,
    `nonce=${quote(challenge.nonce)}`,
    `uri=${quote(request.uri)}`,
    `response="${hash(`${secret}:${middle}:${subject}`)}"`,
    // Old cameras that know MD5 alone stumble over the parameter.
    ...(challenge.algorithm === 'MD5' ? [] : [`algorithm=${challenge.algorithm}`]),
    ...(challenge.opaque === null ? [] : [`opaque=${quote(challenge.opaque)}`]),
    ...(challenge.qop ? [`qop=auth`, `nc=${count}`, `cnonce="${request.clientNonce}"`] : []),
  ];
  return `Digest ${fields.join(', ')}`;
}
