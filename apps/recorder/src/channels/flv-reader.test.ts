import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFlvReader, type FlvTag } from './flv-reader.ts';

const head = Buffer.from([0x46, 0x4c, 0x56, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0]);

function writeTag({ type, timestampMs, payload }: FlvTag): Buffer {
  const bytes = Buffer.alloc(11 + payload.length + 4);
  bytes[0] = type;
  bytes.writeUIntBE(payload.length, 1, 3);
  bytes.writeUIntBE(timestampMs & 0xff_ff_ff, 4, 3);
  bytes[7] = timestampMs >>> 24;
  payload.copy(bytes, 11);
  bytes.writeUInt32BE(11 + payload.length, 11 + payload.length);
  return bytes;
}

it('gives back every tag, however the bytes come', () => {
  const tag = fc.record({
    type: fc.constantFrom(8, 9, 18),
    timestampMs: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    payload: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  });
  fc.assert(
    fc.property(
      fc.array(tag, { maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      (tags, cuts) => {
        const all = Buffer.concat([head, ...tags.map(writeTag)]);
        const reader = createFlvReader();
        const read: FlvTag[] = [];
        for (let at = 0, index = 0; at < all.length; index += 1) {
          const length = cuts[index % cuts.length] ?? 1;
          read.push(...reader.push(all.subarray(at, at + length)));
          at += length;
        }
        expect(read).toEqual(tags);
      },
    ),
  );
});

it('takes nothing else for FLV, and no tag without end', () => {
  expect(() => createFlvReader().push(Buffer.from('<html> not a stream'))).toThrow(RangeError);
  const endless = Buffer.concat([head, Buffer.from([9, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0])]);
  expect(() => createFlvReader().push(endless)).toThrow(RangeError);
});
