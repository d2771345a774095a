import { toCanonicalJson } from './canonical.ts';
import { DerFault } from './der.ts';
import { isCount, isFields, isHash, isText } from './record.ts';
import { readTimestampToken, type TimestampToken } from './timestamp.ts';

/** A time stamp (RFC 3161) over a head, kept beside it: an authority outside says when it was there. */
export interface HeadStamp {
  readonly v: 1;
  readonly project: string;
  readonly n: number;
  /** The hash of record n: the very digest that was stamped. */
  readonly hash: string;
  /** Who stamped, as the operator named it: the address without a path. */
  readonly authority: string;
  /** The token, DER in base64. */
  readonly token: string;
}

/** The line of an export. */
export function toStampLine({ v, project, n, hash, authority, token }: HeadStamp): string {
  return toCanonicalJson({ v, project, n, hash, authority, token });
}

/** Reads a parsed value; null where it is no stamp. */
export function readStamp(value: unknown): HeadStamp | null {
  if (!isFields(value) || Object.keys(value).length !== 6) return null;
  const { v, project, n, hash, authority, token } = value;
  const isShaped =
    v === 1 && isText(project) && isCount(n) && n > 0 && isHash(hash) && isText(authority) && isText(token);
  return isShaped ? { v, project, n, hash, authority, token } : null;
}

/** What a stamp's token says where it is over the stamp's own hash; null where it is not, or is no token. */
export function openStamp(stamp: Pick<HeadStamp, 'hash' | 'token'>): TimestampToken | null {
  try {
    const token = readTimestampToken(Uint8Array.from(atob(stamp.token), (letter) => letter.charCodeAt(0)));
    return token.isSha256 && token.imprint === stamp.hash ? token : null;
  } catch (error) {
    if (error instanceof DerFault || error instanceof DOMException) return null;
    throw error;
  }
}
