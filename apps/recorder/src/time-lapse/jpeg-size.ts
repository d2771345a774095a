import type { PictureSize } from './encode-pieces.ts';

/** Width and height by the frame header (SOF) of a JPEG; null where there is none in these bytes. */
export function readJpegSize(jpeg: Uint8Array): PictureSize | null {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  let at = 2;
  while (at + 9 < jpeg.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    // SOF0 … SOF15, without the Huffman (C4), extension (C8) and arithmetic (CC) tables between them.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}
