import { open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '@sitecast/contract';
import { isMissing } from '../storage/atomic-file.ts';
import type { FilePart } from '../time-lapse/film.ts';
import { parseByteRange } from './byte-range.ts';
import { toMediaHeaders, type MediaType } from './media-response.ts';

/** A file that is nowhere whole: what it is made of, in order. Its content never changes under its address. */
export interface MediaParts {
  parts: readonly FilePart[];
  type: MediaType;
  /** The name a download gets; null: it is played in place. */
  saveAs: string | null;
}

/** Who may have it. */
export interface FileRight {
  /** No cache may keep it. */
  isPrivate: boolean;
  /** Asked again while it is sent, which takes minutes on a slow line: what is on its way is cut off where it may not be shown any more. */
  isOpen: () => boolean;
}

const chunkBytes = 262_144;

const toBytes = (part: FilePart): number => (part instanceof Uint8Array ? part.byteLength : part.bytes);

/** Sends parts or a range of them as one file, as fast as it is taken. Rejects with Refusal where the first is not there. */
export async function sendMediaParts(
  request: IncomingMessage,
  response: ServerResponse,
  { parts, type, saveAs }: MediaParts,
  { isPrivate, isOpen }: FileRight,
): Promise<void> {
  const size = parts.reduce((sum, part) => sum + toBytes(part), 0);
  const asked = request.headers.range;
  const range = asked === undefined ? null : parseByteRange(asked, size);
  const { start, end } = range ?? { start: 0, end: size - 1 };
  const content = read(cut(parts, start, end + 1));
  // What is missing is known before anything is promised.
  const first = await content.next().catch((error: unknown) => {
    if (isMissing(error)) throw new Refusal('media.not-found');
    throw error;
  });
  try {
    const headers = toMediaHeaders({ type, kind: 'immutable', lengthBytes: end - start + 1 }, isPrivate);
    headers.push('Accept-Ranges', 'bytes');
    if (saveAs !== null) headers.push('Content-Disposition', `attachment; filename="${saveAs}"`);
    if (range) headers.push('Content-Range', `bytes ${start}-${end}/${size}`);
    response.writeHead(range ? 206 : 200, headers);
    if (request.method === 'HEAD') return void response.end();
    const passOn = async function* (): AsyncGenerator<Uint8Array> {
      if (first.done !== true) yield first.value;
      for await (const chunk of content) {
        // What may not be shown any more is cut off on its way.
        if (!isOpen()) return void response.destroy();
        yield chunk;
      }
    };
    await pipeline(Readable.from(passOn(), { objectMode: false }), response);
  } catch (error) {
    // Who stopped listening is no fault of ours.
    if (!response.headersSent || !isGone(error)) throw error;
  } finally {
    await content.return(undefined);
  }
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
    if (part instanceof Uint8Array) {
      yield part;
      continue;
    }
    const file = await open(part.path);
    try {
      for (let done = 0; done < part.bytes;) {
        const wanted = Math.min(chunkBytes, part.bytes - done);
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(wanted), 0, wanted, part.offset + done);
        if (bytesRead === 0) throw new Error('a piece is shorter than its note says');
        done += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      await file.close();
    }
  }
}

/** Whether an error says that the other end is gone. */
const isGone = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['ERR_STREAM_PREMATURE_CLOSE', 'EPIPE', 'ECONNRESET'].includes(String(error.code));
