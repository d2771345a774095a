import { open } from 'node:fs/promises';
import type { ChunkPool } from './chunk-pool.ts';

/** A stretch of a file on disk. */
export interface FileSpan {
  path: string;
  offset: number;
  bytes: number;
}

/** Reads a stretch piece by piece, each into the memory of the last: it is to be used up before the next is asked for. */
export async function* readSpan(
  { path, offset, bytes }: FileSpan,
  pool: ChunkPool,
): AsyncGenerator<Uint8Array, undefined> {
  const file = await open(path);
  const chunk = pool.take();
  try {
    for (let done = 0; done < bytes;) {
      const wanted = Math.min(chunk.byteLength, bytes - done);
      const { bytesRead } = await file.read(chunk, 0, wanted, offset + done);
      if (bytesRead === 0) throw new Error('a file is shorter than what is said of it');
      done += bytesRead;
      yield chunk.subarray(0, bytesRead);
    }
    pool.giveBack(chunk);
  } finally {
    await file.close();
  }
}
