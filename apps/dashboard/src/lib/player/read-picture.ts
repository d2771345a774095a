const moof = 0x6d6f6f66;
const mdat = 0x6d646174;

/** Where the first fragment of a segment ends, in bytes; null while not all of it is there. */
export function findFragmentEnd(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let hasHead = false;
  for (let at = 0; at + 8 <= bytes.byteLength;) {
    const size = view.getUint32(at);
    const type = view.getUint32(at + 4);
    // A size that leads nowhere (0, 1: boxes longer than 4 GB) is none of a live segment.
    if (size < 8 || at + size > bytes.byteLength) return null;
    at += size;
    if (type === moof) hasHead = true;
    if (type === mdat && hasHead) return at;
  }
  return null;
}

/** Fetches no more of a segment than its first fragment, which begins with its key frame. Rejects where it cannot. */
export async function readFirstFragment(url: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(url, { signal });
  if (!answer.ok || !answer.body) throw new Error(`a picture was answered with ${answer.status}`);
  const reader = answer.body.getReader();
  let bytes: Uint8Array<ArrayBuffer> = new Uint8Array();
  for (;;) {
    const { done, value } = await reader.read();
    if (value) {
      const longer = new Uint8Array(bytes.byteLength + value.byteLength);
      longer.set(bytes);
      longer.set(value, bytes.byteLength);
      bytes = longer;
    }
    const end = findFragmentEnd(bytes);
    if (end !== null) {
      if (!done) void reader.cancel();
      return bytes.slice(0, end);
    }
    if (done) throw new Error('a segment ended before its first picture did');
  }
}

/** What a browser must know of an init segment to decode it: its codec as RFC 6381 writes it; null where it is not H.264. */
export function findAvcCodec(init: Uint8Array): string | null {
  // 'avcC', then its version, and the three bytes that the name is made of.
  for (let at = 0; at + 8 <= init.byteLength; at += 1) {
    if (init[at] !== 0x61 || init[at + 1] !== 0x76 || init[at + 2] !== 0x63 || init[at + 3] !== 0x43) continue;
    const hex = [5, 6, 7].map((offset) => (init[at + offset] ?? 0).toString(16).padStart(2, '0')).join('');
    return `avc1.${hex}`;
  }
  return null;
}
