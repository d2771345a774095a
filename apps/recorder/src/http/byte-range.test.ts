import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseByteRange } from './byte-range.ts';

describe('byte range', () => {
  it.each([
    [undefined, null],
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=5-', { start: 5, end: 9 }],
    ['bytes=-3', { start: 7, end: 9 }],
    ['bytes=-300', { start: 0, end: 9 }],
    ['bytes=2-99', { start: 2, end: 9 }],
    ['bytes=4-2', null],
    ['bytes=0-1,3-4', null],
    ['pages=1-2', null],
    ['bytes=-', null],
  ])('%s', (header, range) => {
    expect(parseByteRange(header, 10)).toEqual(range);
  });

  it.each(['bytes=10-', 'bytes=10-20', 'bytes=-0'])('refuses %s of ten bytes', (header) => {
    expect(() => parseByteRange(header, 10)).toThrow('media.range');
  });

  it('never leaves the body', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(1_000), (text, size) => {
        try {
          const range = parseByteRange(`bytes=${text}`, size);
          if (range) expect(range.start <= range.end && range.end < size && range.start >= 0).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ code: 'media.range' });
        }
      }),
    );
  });
});
