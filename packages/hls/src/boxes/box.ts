import { MediaFault } from './media-fault.ts';

/** One ISO base media box (ISO/IEC 14496-12 §4.2). `bytes` holds it whole, header included. */
export interface Box {
  type: string;
  bytes: Uint8Array;
  headerBytes: number;
}

/** The four characters of a box type at an offset; anything unprintable becomes `?`. */
export function readType(bytes: Uint8Array, offset: number): string {
  let type = '';
  for (let at = offset; at < offset + 4; at += 1) {
    const code = bytes[at] ?? 0;
    type += code >= 0x20 && code <= 0x7e ? String.fromCharCode(code) : '?';
  }
  return type;
}

/** A view over exactly these bytes. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Header of the box at `offset`: its whole size and how much of that is header, or null where more bytes are needed. */
export function readBoxHeader(
  bytes: Uint8Array,
  offset: number,
): { type: string; sizeBytes: number; headerBytes: number } | null {
  if (bytes.byteLength - offset < 8) return null;
  const view = viewOf(bytes);
  const type = readType(bytes, offset + 4);
  const size = view.getUint32(offset);
  if (size !== 1) {
    // Size 0 means "to the end of the file": a live pipe has none, so it is as malformed as a size below its header.
    if (size < 8) throw new MediaFault('box-malformed', `size ${size} of ${type}`);
    return { type, sizeBytes: size, headerBytes: 8 };
  }
  if (bytes.byteLength - offset < 16) return null;
  const large = view.getBigUint64(offset + 8);
  if (large < 16n || large > BigInt(Number.MAX_SAFE_INTEGER)) throw new MediaFault('box-malformed', `size of ${type}`);
  return { type, sizeBytes: Number(large), headerBytes: 16 };
}

/** The boxes inside `bytes` from `offset` on. Throws MediaFault where one reaches over the end. */
export function readBoxes(bytes: Uint8Array, offset = 0): Box[] {
  const boxes: Box[] = [];
  let at = offset;
  while (at < bytes.byteLength) {
    const header = readBoxHeader(bytes, at);
    if (!header || at + header.sizeBytes > bytes.byteLength) throw new MediaFault('box-malformed', 'a box is cut off');
    boxes.push({
      type: header.type,
      bytes: bytes.subarray(at, at + header.sizeBytes),
      headerBytes: header.headerBytes,
    });
    at += header.sizeBytes;
  }
  return boxes;
}

/** The first box along a path of types, or null. Every step is a plain container. */
export function findBox(box: Box, ...path: string[]): Box | null {
  let current: Box | null = box;
  for (const type of path) {
    current = readBoxes(current.bytes, current.headerBytes).find((child) => child.type === type) ?? null;
    if (!current) return null;
  }
  return current;
}

/** Where the fields of a full box begin: behind its header, version and flags. */
export function readFullBox(box: Box): { view: DataView; version: number; flags: number; offset: number } {
  const view = viewOf(box.bytes);
  const word = readUint32(view, box.headerBytes);
  return { view, version: word >>> 24, flags: word & 0xffffff, offset: box.headerBytes + 4 };
}

/** A 32-bit number, or a MediaFault instead of a RangeError: the size is the sender's claim. */
export function readUint32(view: DataView, offset: number): number {
  if (offset < 0 || offset + 4 > view.byteLength) throw new MediaFault('box-malformed', 'a field is cut off');
  return view.getUint32(offset);
}

/** A 64-bit number as a double; above 2^53 it is a lie of the sender. */
export function readUint64(view: DataView, offset: number): number {
  if (offset < 0 || offset + 8 > view.byteLength) throw new MediaFault('box-malformed', 'a field is cut off');
  const value = view.getBigUint64(offset);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new MediaFault('box-malformed', 'a time is too large');
  return Number(value);
}

/** A 16-bit number, or a MediaFault. */
export function readUint16(view: DataView, offset: number): number {
  if (offset < 0 || offset + 2 > view.byteLength) throw new MediaFault('box-malformed', 'a field is cut off');
  return view.getUint16(offset);
}
