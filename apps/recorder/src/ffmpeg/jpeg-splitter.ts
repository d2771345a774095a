import { isJpeg, maxStillBytes } from '../platform/jpeg.ts';

/**
 * Cuts a pipe of JPEGs, one behind the other, into pictures. Inside a scan `FF` is always stuffed, so the end mark is
 * looked for only there; segments before it are skipped by their length. What is too large or no JPEG is dropped.
 */
export function createJpegSplitter(): { push(chunk: Buffer): Buffer[] } {
  let waiting: Buffer<ArrayBufferLike> = Buffer.alloc(0);

  const findEnd = (bytes: Buffer): number => {
    let at = 2;
    while (at + 4 <= bytes.length) {
      if (bytes[at] !== 0xff) return -1;
      const marker = bytes[at + 1] ?? 0;
      at += 2 + bytes.readUInt16BE(at + 2);
      if (marker !== 0xda) continue;
      const end = bytes.indexOf('ffd9', at, 'hex');
      return end < 0 ? 0 : end + 2;
    }
    return 0;
  };

  return {
    push(chunk) {
      waiting = Buffer.concat([waiting, chunk]);
      const pictures: Buffer[] = [];
      while (waiting.length > 4) {
        const end = isJpeg(waiting) ? findEnd(waiting) : -1;
        if (end === 0 && waiting.length <= maxStillBytes) break;
        if (end <= 0) {
          const next = waiting.indexOf('ffd8ff', 2, 'hex');
          waiting = next < 0 ? Buffer.alloc(0) : waiting.subarray(next);
          continue;
        }
        pictures.push(Buffer.from(waiting.subarray(0, end)));
        waiting = waiting.subarray(end);
      }
      return pictures;
    },
  };
}
