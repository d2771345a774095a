import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeClip } from '../../tests/clip.ts';
import { createBoxSplitter } from './box-splitter.ts';
import { MediaFault } from './media-fault.ts';

function makeBox(type: string, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + body.byteLength);
  new DataView(bytes.buffer).setUint32(0, bytes.byteLength);
  for (let index = 0; index < 4; index += 1) bytes[4 + index] = type.charCodeAt(index);
  bytes.set(body, 8);
  return bytes;
}

function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (let index = 0; at < bytes.byteLength; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

describe('box splitter', () => {
  it('finds the same boxes however the pipe is cut', () => {
    const boxes = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 8 });
    const sizes = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(boxes, sizes, (bodies, chunkSizes) => {
        const pipe = Buffer.concat(bodies.map((body) => makeBox('mdat', body)));
        const splitter = createBoxSplitter({ maxBoxBytes: 1_000 });
        const found = cut(pipe, chunkSizes).flatMap((chunk) => splitter.push(chunk));
        expect(found.map((box) => [...box.bytes.subarray(box.headerBytes)])).toEqual(bodies.map((body) => [...body]));
        expect(splitter.waitingBytes).toBe(0);
      }),
    );
  });

  it('reads a real pipe byte for byte', async () => {
    const clip = await makeClip({ seconds: 1 });
    const splitter = createBoxSplitter({ maxBoxBytes: 1_048_576 });
    const boxes = cut(clip, [1, 7, 4_096]).flatMap((chunk) => splitter.push(chunk));
    expect(Buffer.concat(boxes.map((box) => box.bytes)).equals(clip)).toBe(true);
    expect(boxes.slice(0, 4).map((box) => box.type)).toEqual(['ftyp', 'moov', 'moof', 'mdat']);
  });

  it('refuses a box that claims more than it may hold, before it comes', () => {
    const splitter = createBoxSplitter({ maxBoxBytes: 1_000 });
    expect(() => splitter.push(new Uint8Array([0x7f, 0xff, 0xff, 0xff, 0x6d, 0x64, 0x61, 0x74]))).toThrow(MediaFault);
  });

  it('answers any bytes with boxes or a media fault, and keeps no more than one box', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 20 }), (chunks) => {
        const splitter = createBoxSplitter({ maxBoxBytes: 256 });
        try {
          for (const chunk of chunks) {
            splitter.push(chunk);
            expect(splitter.waitingBytes).toBeLessThanOrEqual(256);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(MediaFault);
        }
      }),
    );
  });
});
