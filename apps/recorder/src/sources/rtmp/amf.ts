/** The part of AMF0 that publishing needs (Adobe's AMF0 specification, 2007). */
export type AmfValue = number | boolean | string | null | AmfValue[] | { [name: string]: AmfValue };

const deepest = 4;
const mostValues = 128;

/** Thrown for anything that is not the AMF0 of a publisher. */
export class AmfSyntaxError extends Error {
  constructor() {
    super('not AMF0, or more than a publisher sends');
    this.name = 'AmfSyntaxError';
  }
}

/** Reads all values of a command. Bounded in depth and number: it comes from whoever connects. */
export function readAmf(bytes: Buffer): AmfValue[] {
  let at = 0;
  let count = 0;

  function take(length: number): number {
    const from = at;
    at += length;
    if (at > bytes.length) throw new AmfSyntaxError();
    return from;
  }
  const readText = (length: number): string => {
    const from = take(length);
    return bytes.toString('utf8', from, from + length);
  };

  function readProperties(depth: number): { [name: string]: AmfValue } {
    const entries: [string, AmfValue][] = [];
    for (;;) {
      const name = readText(bytes.readUInt16BE(take(2)));
      if (name === '' && bytes[at] === 9) {
        take(1);
        // fromEntries defines own properties: a name like `__proto__` is a name and nothing more.
        return Object.fromEntries(entries);
      }
      entries.push([name, readValue(depth + 1)]);
    }
  }

  function readValue(depth: number): AmfValue {
    count += 1;
    if (depth > deepest || count > mostValues) throw new AmfSyntaxError();
    switch (bytes.readUInt8(take(1))) {
      case 0:
        return bytes.readDoubleBE(take(8));
      case 1:
        return bytes.readUInt8(take(1)) !== 0;
      case 2:
        return readText(bytes.readUInt16BE(take(2)));
      case 3:
        return readProperties(depth);
      case 5:
      case 6:
        return null;
      case 8:
        take(4);
        return readProperties(depth);
      case 10: {
        const length = bytes.readUInt32BE(take(4));
        if (length > mostValues) throw new AmfSyntaxError();
        return Array.from({ length }, () => readValue(depth + 1));
      }
      case 11:
        return bytes.readDoubleBE(take(10));
      case 12:
        return readText(bytes.readUInt32BE(take(4)));
      default:
        throw new AmfSyntaxError();
    }
  }

  const values: AmfValue[] = [];
  while (at < bytes.length) values.push(readValue(0));
  return values;
}

function writeText(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function writeValue(value: AmfValue): Buffer {
  if (value === null) return Buffer.from([5]);
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(9);
    bytes.writeDoubleBE(value, 1);
    return bytes;
  }
  if (typeof value === 'boolean') return Buffer.from([1, value ? 1 : 0]);
  if (typeof value === 'string') return Buffer.concat([Buffer.from([2]), writeText(value)]);
  if (Array.isArray(value)) throw new AmfSyntaxError();
  const properties = Object.entries(value).flatMap(([name, part]) => [writeText(name), writeValue(part)]);
  return Buffer.concat([Buffer.from([3]), ...properties, Buffer.from([0, 0, 9])]);
}

/** The bytes of a command. */
export function writeAmf(values: readonly AmfValue[]): Buffer {
  return Buffer.concat(values.map(writeValue));
}
