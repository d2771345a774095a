/** Pieces of memory that files are read into, one size, used again and again. */
export interface ChunkPool {
  /** A piece whose content is whatever it was used for last. */
  take(): Buffer;
  /** Nobody reads or writes it any more. What cannot be sure of that keeps it: it is garbage then. */
  giveBack(chunk: Buffer): void;
}

/** @param mostKept so many pieces lie ready at most; more are made when more are read at once, and forgotten after it. */
export function createChunkPool(chunkBytes: number, mostKept: number): ChunkPool {
  const free: Buffer[] = [];
  return {
    take: () => free.pop() ?? Buffer.allocUnsafeSlow(chunkBytes),
    giveBack(chunk) {
      if (free.length < mostKept) free.push(chunk);
    },
  };
}
