import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '@sitecast/contract';
import { unlessMissing } from '../storage/atomic-file.ts';
import { createChunkPool } from '../storage/chunk-pool.ts';
import { readSpan } from '../storage/file-span.ts';
import type { FilePart } from '../time-lapse/film.ts';
import { parseByteRange } from './byte-range.ts';
import { toMediaHeaders, type MediaType } from './media-response.ts';

/** A file that is nowhere whole: what it is made of, in order. Its content never changes under its address. */
export interface MediaParts {
  parts: readonly FilePart[];
  type: MediaType;
  /** The name a download gets; null: it is played in place. */
  saveAs: string | null;
  /** It is not open for ever: kept so long at most. */
  maxAgeS?: number | null | undefined;
}

/** Who may have it. */
export interface FileRight {
  /** No cache may keep it. */
  isPrivate: boolean;
  /** Asked again while it is sent, which takes minutes on a slow line: what is on its way is cut off where it may not be shown any more. */
  isOpen: () => boolean;
}

const chunkBytes = 262_144;
/** So much of it lies ready when many watched the past at once. */
const pool = createChunkPool(chunkBytes, 16);

const toBytes = (part: FilePart): number => (part instanceof Uint8Array ? part.byteLength : part.bytes);

/** Sends parts or a range of them as one file, as fast as it is taken. Rejects with Refusal where the first is not there. */
export async function sendMediaParts(
  request: IncomingMessage,
  response: ServerResponse,
  { parts, type, saveAs, maxAgeS }: MediaParts,
  { isPrivate, isOpen }: FileRight,
): Promise<void> {
  const size = parts.reduce((sum, part) => sum + toBytes(part), 0);
  const asked = request.headers.range;
  const range = asked === undefined ? null : parseByteRange(asked, size);
  const { start, end } = range ?? { start: 0, end: size - 1 };
  const wanted = cut(parts, start, end + 1);
  const promise = (): void => {
    if (!isOpen()) throw new Refusal('media.not-found');
    const headers = toMediaHeaders({ type, kind: 'immutable', maxAgeS, lengthBytes: end - start + 1 }, isPrivate);
    headers.push('Accept-Ranges', 'bytes');
    if (saveAs !== null) headers.push('Content-Disposition', `attachment; filename="${saveAs}"`);
    if (range) headers.push('Content-Range', `bytes ${start}-${end}/${size}`);
    response.writeHead(range ? 206 : 200, headers);
  };
  // What is missing is known before anything is promised; to know it nothing is read where only the headers are asked for.
  if (request.method === 'HEAD') {
    if (!(await isThere(wanted[0]))) throw new Refusal('media.not-found');
    promise();
    return void response.end();
  }
  const content = read(wanted);
  const first = await unlessMissing(content.next());
  if (!first) throw new Refusal('media.not-found');
  try {
    promise();
    for (let chunk = first; chunk.done !== true; chunk = await content.next()) {
      // What may not be shown any more is cut off on its way.
      if (!isOpen()) return void response.destroy();
      // Who stopped listening is no fault of ours.
      if (!(await handOver(response, chunk.value))) return;
    }
    response.end();
  } finally {
    await content.return(undefined);
  }
}

async function isThere(part: FilePart | undefined): Promise<boolean> {
  return part === undefined || part instanceof Uint8Array || Boolean(await unlessMissing(stat(part.path)));
}

/** What of the parts lies between two bytes of the whole. */
function cut(parts: readonly FilePart[], from: number, to: number): FilePart[] {
  let at = 0;
  return parts.flatMap((part): FilePart[] => {
    const begin = Math.max(0, from - at);
    const end = Math.min(toBytes(part), to - at);
    at += toBytes(part);
    if (begin >= end) return [];
    if (part instanceof Uint8Array) return [part.subarray(begin, end)];
    return [{ path: part.path, offset: part.offset + begin, bytes: end - begin }];
  });
}

/** Opens one file at a time, and only when its turn has come: a job has hundreds. */
async function* read(parts: readonly FilePart[]): AsyncGenerator<Uint8Array, undefined> {
  for (const part of parts) {
    if (part instanceof Uint8Array) yield part;
    else yield* readSpan(part, pool);
  }
}

/** Waits until the system has taken a piece; false: the other end is gone. */
function handOver(response: ServerResponse, chunk: Uint8Array): Promise<boolean> {
  const { socket } = response.req;
  if (socket.destroyed) return Promise.resolve(false);
  return new Promise((resolve) => {
    // An answer that waits behind another of its connection is told nothing when that closes.
    const giveUp = (): void => resolve(false);
    socket.once('close', giveUp);
    response.write(chunk, (error) => {
      socket.off('close', giveUp);
      resolve(!error);
    });
  });
}
