import { DerFault, derTags, readDer, readDerList, takeDer, writeDer, type DerValue } from './der.ts';
import { toHex } from './digest.ts';

/** 2.16.840.1.101.3.4.2.1 */
const sha256Oid = Uint8Array.of(0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01);
/** 1.2.840.113549.1.7.2: signed data */
const signedDataOid = '2a864886f70d010702';
/** 1.2.840.113549.1.9.16.1.4: what a time stamp says */
const tstInfoOid = '2a864886f70d0109100104';

/** What a time stamp token (RFC 3161) says: that a digest was there at an instant. Its signature is not looked at here. */
export interface TimestampToken {
  /** The digest that was stamped, as hex. */
  readonly imprint: string;
  /** Whether the digest is said to be SHA-256. */
  readonly isSha256: boolean;
  /** As hex without leading zeros; null: none was asked for. */
  readonly nonce: string | null;
  /** UTC, `2026-11-23T05:14:00.000Z`. */
  readonly at: string;
}

/** The request for a stamp over a SHA-256 digest, as it is posted. The certificate is asked for, so that a token stands alone. */
export function toTimestampQuery(hash: string, nonce: Uint8Array): Uint8Array {
  const { sequence, integer, boolean, octets, oid } = derTags;
  const algorithm = writeDer(sequence, writeDer(oid, sha256Oid), writeDer(derTags.null));
  return writeDer(
    sequence,
    writeDer(integer, Uint8Array.of(1)),
    writeDer(sequence, algorithm, writeDer(octets, fromHex(hash))),
    writeDer(integer, toPositive(nonce)),
    writeDer(boolean, Uint8Array.of(0xff)),
  );
}

/** The answer to a request: the token in it, or that it was not granted. @throws DerFault where it is no such answer. */
export function readTimestampReply(reply: Uint8Array): { granted: boolean; token: Uint8Array | null } {
  const [status, token] = readDerList(expect(readDer(reply), derTags.sequence));
  if (status?.tag !== derTags.sequence) throw new DerFault('the answer says no status');
  const code = takeDer(readDerList(status), 0, derTags.integer).content.at(-1);
  const granted = (code === 0 || code === 1) && token !== undefined;
  return { granted, token: granted ? token.bytes : null };
}

/** @throws DerFault where the bytes are no time stamp token. */
export function readTimestampToken(token: Uint8Array): TimestampToken {
  const content = readDerList(expect(readDer(token), derTags.sequence));
  if (toHex(takeDer(content, 0, derTags.oid).content) !== signedDataOid) throw new DerFault('it is no signed data');
  const [signed] = readDerList(takeDer(content, 1, 0xa0));
  const fields = readDerList(expect(signed, derTags.sequence));
  const encapsulated = readDerList(takeDer(fields, 2, derTags.sequence));
  if (toHex(takeDer(encapsulated, 0, derTags.oid).content) !== tstInfoOid) throw new DerFault('it stamps nothing');
  const [octets] = readDerList(takeDer(encapsulated, 1, 0xa0));
  return readInfo(expect(readDer(expect(octets, derTags.octets).content), derTags.sequence));
}

function readInfo(info: DerValue): TimestampToken {
  const fields = readDerList(info);
  const imprint = readDerList(takeDer(fields, 2, derTags.sequence));
  const algorithm = readDerList(takeDer(imprint, 0, derTags.sequence));
  // After the time stand accuracy, ordering, nonce, name of the authority, extensions: each may be left out.
  const nonce = fields.slice(5).find((field) => field.tag === derTags.integer);
  return {
    isSha256: toHex(takeDer(algorithm, 0, derTags.oid).content) === toHex(sha256Oid),
    imprint: toHex(takeDer(imprint, 1, derTags.octets).content),
    nonce: nonce ? trimZeros(toHex(nonce.content)) : null,
    at: readTime(takeDer(fields, 4, derTags.generalizedTime)),
  };
}

/** `20261123051400.5Z` as an instant of ours. */
function readTime({ content }: DerValue): string {
  const text = new TextDecoder().decode(content);
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?Z$/.exec(text);
  if (!found) throw new DerFault('the time is not written as RFC 3161 asks');
  const [, year, month, day, hour, minute, second, fraction = ''] = found;
  const at = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
  if (Number.isNaN(Date.parse(at))) throw new DerFault('the time is none');
  return at;
}

function expect(value: DerValue | undefined, tag: number): DerValue {
  if (value?.tag !== tag) throw new DerFault('a value is not what it should be');
  return value;
}

/** A nonce as an answer repeats it: hex without leading zeros. */
export function toNonceText(nonce: Uint8Array): string {
  return trimZeros(toHex(nonce));
}

const trimZeros = (hex: string): string => hex.replace(/^0+(?=.)/, '');

/** An integer of DER has a sign: a nonce is positive, and has no zeros before it. */
function toPositive(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const rest = bytes.subarray(start);
  return (rest[0] ?? 0) & 0x80 ? Uint8Array.of(0, ...rest) : rest;
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
