/** Sides within which a picture is decoded: what claims more wants our memory (65,535 × 65,535 would be 12 GB). */
const leastSide = 64;
const mostPixels = 16 * 1_048_576;
export const mostPictureBytes = 4 << 20;

/** Baseline, extended and progressive: what cameras send and ffmpeg decodes. */
const frameMarkers = new Set([0xc0, 0xc1, 0xc2]);

/**
 * Width and height of a JPEG as its frame header says them (ITU-T T.81, B.2.2); `too-large` beyond 16 megapixels, null
 * where the bytes are no whole JPEG with a picture in it.
 */
export function readJpegSize(bytes: Buffer): { width: number; height: number } | 'too-large' | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8 || bytes.lastIndexOf(Buffer.from([0xff, 0xd9])) < 4)
    return null;
  let at = 2;
  while (at + 9 <= bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // Behind the first scan no frame header comes any more.
    if (marker === 0xda || marker === 0xd9) return null;
    if (frameMarkers.has(marker)) {
      const height = bytes.readUInt16BE(at + 5);
      const width = bytes.readUInt16BE(at + 7);
      if (width < leastSide || height < leastSide) return null;
      return width * height > mostPixels ? 'too-large' : { width, height };
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

/** For ffmpeg, behind the check here: it decodes nothing larger. */
export const mostPixelsText = String(mostPixels);
