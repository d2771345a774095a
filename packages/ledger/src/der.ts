/** One value of DER (X.690): the tag, its content, and all of its bytes. */
export interface DerValue {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly bytes: Uint8Array;
}

/** Tags as RFC 3161 uses them. */
export const derTags = {
  boolean: 0x01,
  integer: 0x02,
  octets: 0x04,
  null: 0x05,
  oid: 0x06,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The bytes are not DER, or not as deep or as long as they say. */
export class DerFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DerFault';
  }
}

/** The first value in some bytes. @throws DerFault */
export function readDer(bytes: Uint8Array): DerValue {
  const [tag, first] = bytes;
  if (tag === undefined || first === undefined) throw new DerFault('the value is cut off');
  if ((tag & 0x1f) === 0x1f) throw new DerFault('a long tag is not used here');
  let length = first;
  let start = 2;
  if (first & 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw new DerFault('a length is indefinite or too long');
    length = 0;
    for (const byte of bytes.subarray(2, 2 + count)) length = length * 256 + byte;
    start += count;
  }
  const content = bytes.subarray(start, start + length);
  if (content.length !== length) throw new DerFault('the value is cut off');
  return { tag, content, bytes: bytes.subarray(0, start + length) };
}

/** The values inside a sequence or set, in order. @throws DerFault */
export function readDerList({ content }: DerValue): DerValue[] {
  const values: DerValue[] = [];
  for (let rest = content; rest.length > 0;) {
    const value = readDer(rest);
    values.push(value);
    rest = rest.subarray(value.bytes.length);
  }
  return values;
}

/** The value at a place of a list, of the expected tag. @throws DerFault */
export function takeDer(list: readonly DerValue[], index: number, tag: number): DerValue {
  const value = list[index];
  if (value?.tag !== tag) throw new DerFault(`value ${index} is not what it should be`);
  return value;
}

/** One DER value: its tag, its length, its parts in their order. @throws DerFault past 65,535 bytes, which nothing here is. */
export function writeDer(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  if (size > 0xffff) throw new DerFault('the value is too long');
  const bytes = new Uint8Array(1 + length.length + size);
  bytes.set([tag, ...length]);
  let at = 1 + length.length;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
