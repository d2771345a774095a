/** One view over two pieces where the second lies right behind the first in the same memory, else null. */
export function joinAdjacent(first: Uint8Array, second: Uint8Array): Uint8Array | null {
  if (first.buffer !== second.buffer || first.byteOffset + first.byteLength !== second.byteOffset) return null;
  return new Uint8Array(first.buffer, first.byteOffset, first.byteLength + second.byteLength);
}

/** Pieces in one. Where they lie one behind the other nothing is copied: the answer is a view. */
export function joinChunks(chunks: readonly Uint8Array[]): Uint8Array {
  const runs: Uint8Array[] = [];
  for (const chunk of chunks) {
    const last = runs.at(-1);
    const joined = last && joinAdjacent(last, chunk);
    if (joined) runs[runs.length - 1] = joined;
    else runs.push(chunk);
  }
  const [only] = runs;
  if (runs.length === 1 && only) return only;
  const joined = new Uint8Array(runs.reduce((sum, run) => sum + run.byteLength, 0));
  let at = 0;
  for (const run of runs) {
    joined.set(run, at);
    at += run.byteLength;
  }
  return joined;
}
