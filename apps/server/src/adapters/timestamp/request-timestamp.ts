import { randomBytes } from 'node:crypto';
import { openStamp, readTimestampReply, toNonceText, toTimestampQuery } from '@sitecast/ledger';

const answerTimeoutMs = 15_000;
/** A token with its certificates has some kilobytes. */
const longestReplyBytes = 64 * 1024;

/** Why there is no stamp; never with the address in it. */
export class TimestampFault extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'TimestampFault';
  }
}

/**
 * Asks a time stamping authority (RFC 3161 over HTTP) for a stamp over a SHA-256 digest. Returns the token only where it
 * is over that digest and answers this very request. No redirect is followed: the operator named one address.
 * @throws TimestampFault
 */
export async function requestTimestamp(authority: URL, hash: string): Promise<{ token: string; at: string }> {
  const nonce = randomBytes(16);
  const reply = await post(authority, toTimestampQuery(hash, nonce));
  let token: Uint8Array | null;
  try {
    ({ token } = readTimestampReply(reply));
  } catch (error) {
    throw new TimestampFault('the authority answered with something else than a time stamp', error);
  }
  if (token === null) throw new TimestampFault('the authority did not grant the stamp');
  const text = Buffer.from(token).toString('base64');
  const opened = openStamp({ hash, token: text });
  if (opened === null) throw new TimestampFault('the stamp is not over the head that was sent');
  if (opened.nonce !== toNonceText(nonce)) throw new TimestampFault('the stamp answers another request');
  return { token: text, at: opened.at };
}

async function post(authority: URL, query: Uint8Array): Promise<Uint8Array> {
  try {
    const response = await fetch(authority, {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
      body: Buffer.from(query),
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
    if (!response.ok || response.body === null) throw new TimestampFault(`the authority answered ${response.status}`);
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of response.body) {
      size += part.length;
      if (size > longestReplyBytes) throw new TimestampFault('the answer of the authority is too long');
      parts.push(part);
    }
    return Buffer.concat(parts);
  } catch (error) {
    if (error instanceof TimestampFault) throw error;
    throw new TimestampFault('the authority was not reached', error);
  }
}
