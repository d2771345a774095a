import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ffmpegPath } from '../../tests/clip.ts';
import { createFrameSplitter } from './frame-splitter.ts';
import { isJpeg, maxStillBytes } from '../platform/jpeg.ts';
import { createJpegSplitter } from './jpeg-splitter.ts';
import { createLineSplitter } from './line-splitter.ts';

const sizes = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 6 });

function cut(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0, index = 0; at < bytes.length; index += 1) {
    const length = lengths[index % lengths.length] ?? 1;
    chunks.push(bytes.subarray(at, at + length));
    at += length;
  }
  return chunks;
}

describe('pipes of ffmpeg', () => {
  let pictures: Buffer;
  beforeAll(async () => {
    const { stdout } = await promisify(execFile)(
      ffmpegPath,
      [
        '-v',
        'error',
        '-f',
        'lavfi',
        '-i',
        'testsrc2=size=160x90:rate=5:duration=1',
        '-f',
        'image2pipe',
        '-c:v',
        'mjpeg',
        '-',
      ],
      { encoding: 'buffer' },
    );
    pictures = stdout;
  });

  it('cuts real JPEGs apart however they come', () => {
    fc.assert(
      fc.property(sizes, (lengths) => {
        const splitter = createJpegSplitter();
        const found = cut(pictures, lengths).flatMap((chunk) => splitter.push(chunk));
        expect(found).toHaveLength(5);
        expect(Buffer.concat(found).equals(pictures)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('finds the next picture behind rubbish and keeps no endless one', () => {
    const splitter = createJpegSplitter();
    const found = splitter.push(Buffer.concat([Buffer.from('rubbish'), pictures]));
    expect(found.every(isJpeg)).toBe(true);
    expect(found).toHaveLength(5);
    const endless = Buffer.concat([pictures.subarray(0, 700), Buffer.alloc(maxStillBytes, 7)]);
    expect(splitter.push(endless)).toEqual([]);
    expect(splitter.push(pictures)).toHaveLength(5);
  });

  it('cuts raw pictures by their size', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.integer({ min: 1, max: 60 }), sizes, (bytes, size, lengths) => {
        const splitter = createFrameSplitter(size);
        const frames = cut(Buffer.from(bytes), lengths).flatMap((chunk) => splitter.push(chunk));
        expect(frames).toHaveLength(Math.floor(bytes.byteLength / size));
        expect(Buffer.concat(frames).equals(bytes.subarray(0, frames.length * size))).toBe(true);
      }),
    );
  });

  it('keeps no line longer than anyone reads', () => {
    const splitter = createLineSplitter();
    splitter.push(Buffer.from('x'.repeat(10_000)));
    expect(splitter.push(Buffer.from('\nlast\r\n')).map((line) => line.length)).toEqual([2_000, 4]);
  });
});
