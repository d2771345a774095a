import { expect, it } from 'vitest';
import fc from 'fast-check';
import { AmfSyntaxError, readAmf, writeAmf, type AmfValue } from './amf.ts';
import { createChunkReader, RtmpSyntaxError, writeChunks, type RtmpMessage } from './chunks.ts';

const message = fc.record({
  type: fc.constantFrom(8, 9, 18, 20),
  stream: fc.integer({ min: 0, max: 10 }),
  payload: fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)),
});

/** Pushes a stream in pieces of the given sizes, over and over. */
function pushInPieces(bytes: Buffer, sizes: readonly number[], push: (piece: Buffer) => void): void {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % Math.max(1, sizes.length)] ?? bytes.length;
    push(Buffer.from(bytes.subarray(at, at + size)));
    at += size;
  }
}

it('puts the same messages together however the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(message), fc.array(fc.integer({ min: 1, max: 500 })), (messages, sizes) => {
      const wire = Buffer.concat(messages.map((one) => writeChunks(one.type, one.stream, one.payload)));
      const reader = createChunkReader();
      const found: RtmpMessage[] = [];
      pushInPieces(wire, sizes, (piece) => found.push(...reader.push(piece)));
      expect(found.map(({ type, stream, payload }) => ({ type, stream, payload }))).toEqual(messages);
    }),
  );
});

it('counts time by deltas and over 2^24 milliseconds', () => {
  const head = (format: number, time: number, extended?: number): Buffer => {
    const bytes = Buffer.from([(format << 6) | 4, 0, 0, 0, 0, 0, 1, 9, ...(format === 0 ? [1, 0, 0, 0] : [])]);
    bytes.writeUIntBE(time, 1, 3);
    const tail = Buffer.alloc(extended === undefined ? 0 : 4);
    if (extended !== undefined) tail.writeUInt32BE(extended);
    return Buffer.concat([bytes, tail, Buffer.from([7])]);
  };
  const repeated = Buffer.from([(3 << 6) | 4, 7]);
  const wire = Buffer.concat([head(0, 1_000), head(1, 40), repeated, head(0, 0xff_ff_ff, 20_000_000), head(1, 40)]);
  const times = createChunkReader()
    .push(wire)
    .map((found) => found.timestampMs);
  expect(times).toEqual([1_000, 1_040, 1_080, 20_000_000, 20_000_040]);
});

it('throws nothing but its own errors at bytes of chance', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 3_000 }), { maxLength: 10 }), (pieces) => {
      const reader = createChunkReader();
      try {
        for (const piece of pieces) reader.push(Buffer.from(piece));
      } catch (error) {
        expect(error).toBeInstanceOf(RtmpSyntaxError);
      }
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      try {
        readAmf(Buffer.from(bytes));
      } catch (error) {
        // A RangeError is a read past the end.
        expect(error instanceof AmfSyntaxError || error instanceof RangeError).toBe(true);
      }
    }),
  );
});

it('reads the commands it writes, with names that are no ordinary names', () => {
  const leaf = fc.oneof(fc.double({ noNaN: true }), fc.boolean(), fc.string({ maxLength: 50 }), fc.constant(null));
  const name = fc.oneof(fc.string({ minLength: 1, maxLength: 20 }), fc.constantFrom('__proto__', 'constructor'));
  const object = fc
    .array(fc.tuple(name, leaf), { maxLength: 5 })
    .map((entries): AmfValue => Object.fromEntries(entries) as Record<string, AmfValue>);
  fc.assert(
    fc.property(fc.array(fc.oneof(leaf, object), { maxLength: 6 }), (values) => {
      expect(readAmf(writeAmf(values))).toEqual(values);
    }),
  );
});
