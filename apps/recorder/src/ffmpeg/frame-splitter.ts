/** Cuts a pipe of raw pictures into frames of a fixed size. Each frame is a copy of its own. */
export function createFrameSplitter(frameBytes: number): { push(chunk: Uint8Array): Uint8Array[] } {
  let frame = new Uint8Array(frameBytes);
  let filled = 0;

  return {
    push(chunk) {
      const frames: Uint8Array[] = [];
      let at = 0;
      while (at < chunk.byteLength) {
        const taken = Math.min(frameBytes - filled, chunk.byteLength - at);
        frame.set(chunk.subarray(at, at + taken), filled);
        filled += taken;
        at += taken;
        if (filled < frameBytes) break;
        frames.push(frame);
        frame = new Uint8Array(frameBytes);
        filled = 0;
      }
      return frames;
    },
  };
}
