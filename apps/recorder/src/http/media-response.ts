import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseByteRange } from './byte-range.ts';

export interface MediaBody {
  bytes: Uint8Array;
  type: 'application/vnd.apple.mpegurl' | 'video/mp4' | 'image/jpeg' | 'application/json';
  /** `playlist` changes each second, `immutable` never. */
  kind: 'playlist' | 'immutable';
  lastModifiedMs?: number;
}

const cacheControl = {
  // At an edge whose clock counts whole seconds this lives up to 2 s (realtime.md §3).
  playlist: 'public, max-age=1, stale-while-revalidate=2',
  immutable: 'public, max-age=31536000, immutable',
} as const;

/** The same for every visitor: an answer that depended on the origin could not be cached. */
export const corsHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Content-Range, Last-Modified',
  'Cross-Origin-Resource-Policy': 'cross-origin',
} as const;

/** Sends footage. `isPrivate`: only the holder of the token may see it, so no cache may keep it. Never compressed. */
export function sendMedia(
  request: IncomingMessage,
  response: ServerResponse,
  body: MediaBody,
  isPrivate: boolean,
): void {
  const { bytes, type } = body;
  const headers: Record<string, string | number> = {
    'Content-Type': type,
    'Cache-Control': isPrivate ? 'private, no-store' : cacheControl[body.kind],
    'X-Content-Type-Options': 'nosniff',
    ...corsHeaders,
  };
  if (body.lastModifiedMs !== undefined) headers['Last-Modified'] = new Date(body.lastModifiedMs).toUTCString();
  if (type === 'video/mp4' || type === 'image/jpeg') headers['Accept-Ranges'] = 'bytes';
  const asked = request.headers.range;
  const range =
    asked === undefined || headers['Accept-Ranges'] === undefined ? null : parseByteRange(asked, bytes.byteLength);
  const sent = range ? bytes.subarray(range.start, range.end + 1) : bytes;
  if (range) headers['Content-Range'] = `bytes ${range.start}-${range.end}/${bytes.byteLength}`;
  headers['Content-Length'] = sent.byteLength;
  response.writeHead(range ? 206 : 200, headers);
  response.end(request.method === 'HEAD' ? undefined : sent);
}
