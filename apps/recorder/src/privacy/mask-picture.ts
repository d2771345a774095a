import { crc32, deflateSync } from 'node:zlib';

/** A calm dark grey: it says that something is hidden and shows nothing. */
const gray = 42;
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const grayWithAlpha = 4;

/** The mask as a PNG that is opaque where it hides and clear elsewhere (PNG, ISO/IEC 15948: colour type 4, 8 bits). */
export function drawMaskPicture(hidden: Uint8Array, width: number, height: number): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 2));
  for (let y = 0; y < height; y += 1) {
    const row = y * (1 + width * 2) + 1;
    for (let x = 0; x < width; x += 1) {
      rows[row + x * 2] = gray;
      rows[row + x * 2 + 1] = hidden[y * width + x] === 1 ? 255 : 0;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, grayWithAlpha, 0, 0, 0], 8);
  return Buffer.concat([
    signature,
    toChunk('IHDR', header),
    toChunk('IDAT', deflateSync(rows)),
    toChunk('IEND', Buffer.alloc(0)),
  ]);
}

function toChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(body.byteLength + 8);
  chunk.writeUInt32BE(data.byteLength, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.byteLength + 4);
  return chunk;
}
