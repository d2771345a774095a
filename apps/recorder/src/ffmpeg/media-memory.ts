/** Memory is taken in slabs that double up to this; a slab is freed when nothing that lies in it is needed any more. */
const slabBytes = { first: 262_144, last: 1_048_576 } as const;
/** What a read should have room for at least. */
const leastRoomBytes = 32_768;

/** Where a stream is read into, one read behind the other: what comes out of it lies in one piece and is never copied. */
export interface MediaMemory {
  /** Where the next read may write to. */
  room(): Uint8Array;
  /** So much was written there. Answers it; it stays as it is for as long as somebody holds it. */
  fill(bytes: number): Uint8Array;
}

export function createMediaMemory(): MediaMemory {
  let size: number = slabBytes.first;
  let slab = new Uint8Array(Buffer.allocUnsafeSlow(size).buffer);
  let at = 0;
  return {
    room() {
      if (slab.length - at < leastRoomBytes) {
        size = Math.min(size * 2, slabBytes.last);
        slab = new Uint8Array(Buffer.allocUnsafeSlow(size).buffer);
        at = 0;
      }
      return slab.subarray(at);
    },
    fill(bytes) {
      at += bytes;
      return slab.subarray(at - bytes, at);
    },
  };
}
