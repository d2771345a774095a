import { describe, expect, it } from 'vitest';
import { findAvcCodec, findFragmentEnd } from './read-picture.ts';

const box = (type: string, length: number): number[] => [
  ...[24, 16, 8, 0].map((shift) => ((length + 8) >>> shift) & 0xff),
  ...[...type].map((letter) => letter.charCodeAt(0)),
  ...Array.from({ length }, () => 7),
];

describe('the first fragment of a segment', () => {
  const first = [...box('styp', 4), ...box('moof', 20), ...box('mdat', 100)];
  const bytes = Uint8Array.from([...first, ...box('moof', 20), ...box('mdat', 50)]);

  it('ends with its own media data, and is not there before all of it is', () => {
    expect(findFragmentEnd(bytes)).toBe(first.length);
    for (const length of [0, 7, 8, 30, first.length - 1]) expect(findFragmentEnd(bytes.subarray(0, length))).toBeNull();
    expect(findFragmentEnd(bytes.subarray(0, first.length))).toBe(first.length);
  });

  it('is not found where a size leads nowhere', () => {
    expect(
      findFragmentEnd(Uint8Array.from([0, 0, 0, 0, ...[...'moof'].map((letter) => letter.charCodeAt(0))])),
    ).toBeNull();
  });
});

describe('the codec of an init segment', () => {
  it('is read from its own setup', () => {
    const setup = [...box('avc1', 2), ...[0, 0, 0, 20], 0x61, 0x76, 0x63, 0x43, 1, 0x64, 0x00, 0x28];
    expect(findAvcCodec(Uint8Array.from(setup))).toBe('avc1.640028');
    expect(findAvcCodec(Uint8Array.from(box('hvcC', 20)))).toBeNull();
  });
});
