import fc from 'fast-check';
import { expect, it } from 'vitest';
import { joinChunks } from './adjacent.ts';

it('joins what lies one behind the other without a copy', () => {
  const memory = new Uint8Array(64).map((_, index) => index);
  const joined = joinChunks([memory.subarray(4, 10), memory.subarray(10, 11), memory.subarray(11, 40)]);
  expect(joined.buffer).toBe(memory.buffer);
  expect([...joined]).toEqual([...memory.subarray(4, 40)]);
});

it('joins any pieces to the same bytes, wherever they lie', () => {
  const memory = new Uint8Array(256).map((_, index) => index);
  const other = memory.slice();
  const piece = fc
    .tuple(fc.boolean(), fc.nat(255), fc.nat(64))
    .map(([isOther, from, length]) => (isOther ? other : memory).subarray(from, from + length));
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      expect([...joinChunks(pieces)]).toEqual(pieces.flatMap((each) => [...each]));
    }),
  );
});
