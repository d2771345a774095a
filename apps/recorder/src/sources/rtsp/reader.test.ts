import { expect, it } from 'vitest';
import fc from 'fast-check';
import { RtspSyntaxError, writeMessage } from './message.ts';
import { createRtspReader } from './reader.ts';

type Part = { kind: 'media'; bytes: Buffer } | { kind: 'message'; bytes: Buffer; body: string };

const mediaPart = fc.tuple(fc.nat(3), fc.uint8Array({ maxLength: 2_000 })).map(([channel, payload]): Part => {
  const head = Buffer.from([0x24, channel, payload.length >> 8, payload.length & 255]);
  return { kind: 'media', bytes: Buffer.concat([head, payload]) };
});
const messagePart = fc
  .tuple(fc.constantFrom('RTSP/1.0 200 OK', 'OPTIONS * RTSP/1.0'), fc.string({ maxLength: 200 }), fc.boolean())
  .map(([start, body, hasBreak]): Part => {
    const bytes = writeMessage(start, [['CSeq', '7']], Buffer.from(body, 'utf8'));
    return { kind: 'message', body, bytes: hasBreak ? Buffer.concat([Buffer.from('\r\n'), bytes]) : bytes };
  });

it('finds the same messages and media however the stream is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(mediaPart, messagePart)),
      fc.array(fc.integer({ min: 1, max: 700 })),
      (parts, cuts) => {
        const whole = Buffer.concat(parts.map((part) => part.bytes));
        const bodies: string[] = [];
        const media: Buffer[] = [];
        const reader = createRtspReader({
          onMessage: (message) => bodies.push(message.body.toString('utf8')),
          onFrame: (bytes, start, end) => media.push(Buffer.from(bytes.subarray(start, end))),
        });
        let at = 0;
        for (let turn = 0; at < whole.length; turn += 1) {
          const size = cuts.length > 0 ? (cuts[turn % cuts.length] ?? 1) : whole.length;
          const chunk = Buffer.from(whole.subarray(at, at + size));
          reader.push(chunk);
          // The chunk was only lent: what the reader kept of it must be its own.
          chunk.fill(0x24);
          at += size;
        }
        expect(bodies).toEqual(parts.flatMap((part) => (part.kind === 'message' ? [part.body] : [])));
        const expected = parts.flatMap((part) => (part.kind === 'media' ? [part.bytes] : []));
        expect(media.map((frame) => frame.toString('hex'))).toEqual(expected.map((frame) => frame.toString('hex')));
      },
    ),
  );
});

it('throws nothing but its own error at bytes of chance, and keeps a bounded rest', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 3_000 }), { maxLength: 20 }), (chunks) => {
      const reader = createRtspReader({ onMessage: () => undefined, onFrame: () => undefined });
      try {
        for (const chunk of chunks) reader.push(Buffer.from(chunk));
      } catch (error) {
        expect(error).toBeInstanceOf(RtspSyntaxError);
      }
    }),
  );
  const reader = createRtspReader({ onMessage: () => undefined, onFrame: () => undefined });
  const endless = (): void => {
    for (let turn = 0; turn < 100; turn += 1) reader.push(Buffer.alloc(1_000, 'a'));
  };
  expect(endless).toThrow(RtspSyntaxError);
});
