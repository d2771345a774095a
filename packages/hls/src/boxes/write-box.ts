/** A box of these parts, header and all (ISO/IEC 14496-12 §4.2). A number is a field of 32 bits. */
export function writeBox(type: string, ...parts: readonly (Uint8Array | number)[]): Uint8Array<ArrayBuffer> {
  const bytes = parts.reduce<number>((sum, part) => sum + (typeof part === 'number' ? 4 : part.byteLength), 8);
  const box = new Uint8Array(bytes);
  const view = new DataView(box.buffer);
  view.setUint32(0, bytes);
  // Latin-1: the names of tags begin with ©.
  for (let index = 0; index < 4; index += 1) box[4 + index] = type.charCodeAt(index);
  let at = 8;
  for (const part of parts) {
    if (typeof part === 'number') view.setUint32(at, part);
    else box.set(part, at);
    at += typeof part === 'number' ? 4 : part.byteLength;
  }
  return box;
}

/** Fields of 32 bits, one after the other. */
export function writeWords(words: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(words.length * 4);
  const view = new DataView(bytes.buffer);
  words.forEach((word, index) => view.setUint32(index * 4, word));
  return bytes;
}

/** Fields of 16 bits, one after the other. */
export function writeShorts(shorts: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(shorts.length * 2);
  const view = new DataView(bytes.buffer);
  shorts.forEach((short, index) => view.setInt16(index * 2, short));
  return bytes;
}

/** A number of 64 bits as two fields. */
export const writeLong = (value: number): Uint8Array<ArrayBuffer> =>
  writeWords([Math.floor(value / 2 ** 32), value % 2 ** 32]);

export const writeText = (text: string): Uint8Array => new TextEncoder().encode(text);
