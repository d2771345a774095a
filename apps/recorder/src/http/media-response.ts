import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseByteRange } from './byte-range.ts';

export type MediaType = 'application/vnd.apple.mpegurl' | 'video/mp4' | 'image/jpeg' | 'application/json';

export interface MediaBody {
  bytes: Uint8Array;
  type: MediaType;
  /** `playlist` changes each second, `immutable` never. */
  kind: 'playlist' | 'immutable';
  /** It is not open for ever: kept so long at most. */
  maxAgeS?: number | null | undefined;
  lastModifiedMs?: number;
}

const cacheControl = {
  // At an edge whose clock counts whole seconds this lives up to 2 s.
  playlist: 'public, max-age=1, stale-while-revalidate=2',
  immutable: 'public, max-age=31536000, immutable',
} as const;

/** The same for every visitor: an answer that depended on the origin could not be cached. */
export const corsHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Content-Range, Last-Modified',
  'Cross-Origin-Resource-Policy': 'cross-origin',
} as const;

const securityHeaders = ['X-Content-Type-Options', 'nosniff', ...Object.entries(corsHeaders).flat()];

/** Headers that all footage has, in the flat form that Node writes without building an object of it. */
export function toMediaHeaders(
  { type, kind, maxAgeS, lengthBytes }: Pick<MediaBody, 'type' | 'kind' | 'maxAgeS'> & { lengthBytes: number },
  isPrivate: boolean,
): string[] {
  return [
    'Content-Type',
    type,
    'Content-Length',
    String(lengthBytes),
    'Cache-Control',
    isPrivate ? 'private, no-store' : toCacheControl(kind, maxAgeS),
    ...securityHeaders,
  ];
}

function toCacheControl(kind: MediaBody['kind'], maxAgeS: number | null | undefined): string {
  return typeof maxAgeS === 'number' && kind === 'immutable' ? `public, max-age=${maxAgeS}` : cacheControl[kind];
}

const mostTextBytes = 16_384;

/** Every byte as the character of its number, whatever it means. */
const toText = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** Sends footage. `isPrivate`: only the holder of the token may see it, so no cache may keep it. Never compressed. */
export function sendMedia(
  request: IncomingMessage,
  response: ServerResponse,
  body: MediaBody,
  isPrivate: boolean,
): void {
  const { bytes, type } = body;
  const takesRanges = type === 'video/mp4' || type === 'image/jpeg';
  const asked = takesRanges ? request.headers.range : undefined;
  const range = asked === undefined ? null : parseByteRange(asked, bytes.byteLength);
  const sent = range ? bytes.subarray(range.start, range.end + 1) : bytes;
  const headers = toMediaHeaders({ ...body, lengthBytes: sent.byteLength }, isPrivate);
  if (takesRanges) headers.push('Accept-Ranges', 'bytes');
  if (body.lastModifiedMs !== undefined) headers.push('Last-Modified', new Date(body.lastModifiedMs).toUTCString());
  if (range) headers.push('Content-Range', `bytes ${range.start}-${range.end}/${bytes.byteLength}`);
  response.writeHead(range ? 206 : 200, headers);
  if (request.method === 'HEAD') response.end();
  // A short text goes in one piece with its headers, which costs less than two.
  else if (body.kind === 'playlist' && sent.byteLength <= mostTextBytes) response.end(toText(sent), 'latin1');
  else response.end(sent);
}
