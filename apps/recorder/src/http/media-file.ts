import { open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '@sitecast/contract';
import { isMissing } from '../storage/atomic-file.ts';
import { parseByteRange } from './byte-range.ts';
import { toMediaHeaders, type MediaType } from './media-response.ts';

/** A finished file that is too large to hold in memory. Its content never changes under its address. */
export interface MediaFile {
  path: string;
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

/** Sends a file or a range of it, as fast as it is taken. Rejects with Refusal where it is not there. */
export async function sendMediaFile(
  request: IncomingMessage,
  response: ServerResponse,
  { path, type, saveAs }: MediaFile,
  { isPrivate, isOpen }: FileRight,
): Promise<void> {
  const file = await open(path).catch((error: unknown) => {
    if (isMissing(error)) throw new Refusal('media.not-found');
    throw error;
  });
  try {
    const { size } = await file.stat();
    const asked = request.headers.range;
    const range = asked === undefined ? null : parseByteRange(asked, size);
    const { start, end } = range ?? { start: 0, end: size - 1 };
    const headers = toMediaHeaders({ type, kind: 'immutable', lengthBytes: end - start + 1 }, isPrivate);
    headers.push('Accept-Ranges', 'bytes');
    if (saveAs !== null) headers.push('Content-Disposition', `attachment; filename="${saveAs}"`);
    if (range) headers.push('Content-Range', `bytes ${start}-${end}/${size}`);
    response.writeHead(range ? 206 : 200, headers);
    if (request.method === 'HEAD') return void response.end();
    const passOn = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of chunks) {
        if (!isOpen()) return void response.destroy();
        yield chunk;
      }
    };
    await pipeline(file.createReadStream({ start, end, autoClose: false }), passOn, response);
  } catch (error) {
    // Who stopped listening is no fault of ours.
    if (!response.headersSent || !isGone(error)) throw error;
  } finally {
    await file.close();
  }
}

/** Whether an error says that the other end is gone. */
export const isGone = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['ERR_STREAM_PREMATURE_CLOSE', 'EPIPE', 'ECONNRESET'].includes(String(error.code));
