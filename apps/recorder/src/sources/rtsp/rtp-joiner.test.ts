import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RtpCodec } from '../rtp/key-picture.ts';
import { createRtpJoiner } from './rtp-joiner.ts';

interface Unit {
  bytes: Buffer;
  timestamp: number;
  isMarked: boolean;
}
interface Packet {
  number: number;
  timestamp: number;
  isMarked: boolean;
  payload: Buffer;
}

const headBytes = { H264: 1, H265: 2 };
const pieceKind = { H264: 28, H265: 49 };

function writeFrame(channel: number, packet: Packet, extra: { hasExtension: boolean; paddingBytes: number }): Buffer {
  const head = Buffer.alloc(12);
  head[0] = 0x80 | (extra.hasExtension ? 0x10 : 0) | (extra.paddingBytes > 0 ? 0x20 : 0);
  head[1] = 96 | (packet.isMarked ? 0x80 : 0);
  head.writeUInt16BE(packet.number, 2);
  head.writeUInt32BE(packet.timestamp, 4);
  head.writeUInt32BE(0xcafe, 8);
  const extension = extra.hasExtension ? Buffer.from([0xab, 0xac, 0, 1, 1, 2, 3, 4]) : Buffer.alloc(0);
  const padding = Buffer.alloc(extra.paddingBytes, extra.paddingBytes);
  const body = Buffer.concat([head, extension, packet.payload, padding]);
  const frameHead = Buffer.from([0x24, channel, 0, 0]);
  frameHead.writeUInt16BE(body.length, 2);
  return Buffer.concat([frameHead, body]);
}

/** Cuts a unit as a camera does: whole where it fits, else in pieces. */
function toPayloads(codec: RtpCodec, unit: Buffer, pieceBytes: number): Buffer[] {
  if (unit.length <= pieceBytes) return [unit];
  const skipped = headBytes[codec];
  const [first = 0, second = 0] = unit;
  const kind = codec === 'H264' ? first & 0x1f : (first >> 1) & 0x3f;
  const payloads: Buffer[] = [];
  for (let at = skipped; at < unit.length; at += pieceBytes) {
    const flags = (at === skipped ? 0x80 : 0) | (at + pieceBytes >= unit.length ? 0x40 : 0);
    const head =
      codec === 'H264'
        ? [(first & 0xe0) | pieceKind.H264, flags | kind]
        : [(first & 0x81) | (pieceKind.H265 << 1), second, flags | kind];
    payloads.push(Buffer.concat([Buffer.from(head), unit.subarray(at, at + pieceBytes)]));
  }
  return payloads;
}

/** Reads frames as a player does: units that are whole, and the numbers of all packets. */
function readUnits(codec: RtpCodec, bytes: Buffer): { units: Unit[]; numbers: number[]; others: Buffer[] } {
  const [units, numbers, others]: [Unit[], number[], Buffer[]] = [[], [], []];
  let open: Buffer[] | null = null;
  for (let at = 0; at < bytes.length;) {
    expect(bytes[at]).toBe(0x24);
    const end = at + 4 + bytes.readUInt16BE(at + 2);
    const frame = bytes.subarray(at, end);
    at = end;
    if (frame[1] !== 0) {
      others.push(frame);
      continue;
    }
    const number = frame.readUInt16BE(6);
    const last = numbers.at(-1);
    if (last !== undefined && number !== ((last + 1) & 0xffff)) open = null;
    numbers.push(number);
    const isExtended = ((frame[4] ?? 0) & 0x10) !== 0;
    const isPadded = ((frame[4] ?? 0) & 0x20) !== 0;
    const payload = frame.subarray(isExtended ? 24 : 16, isPadded ? frame.length - (frame.at(-1) ?? 0) : frame.length);
    const take = (unit: Buffer) =>
      units.push({ bytes: unit, timestamp: frame.readUInt32BE(8), isMarked: (frame[5] ?? 0) > 0x7f });
    const [first = 0, second = 0] = payload;
    const kind = codec === 'H264' ? first & 0x1f : (first >> 1) & 0x3f;
    if (kind !== pieceKind[codec]) {
      open = null;
      take(Buffer.from(payload));
      continue;
    }
    const flags = payload[headBytes[codec]] ?? 0;
    const unitHead =
      codec === 'H264' ? [(first & 0xe0) | (flags & 0x1f)] : [(first & 0x81) | ((flags & 0x3f) << 1), second];
    if ((flags & 0x80) !== 0) open = [Buffer.from(unitHead)];
    open?.push(Buffer.from(payload.subarray(headBytes[codec] + 1)));
    if ((flags & 0x40) === 0 || !open) continue;
    take(Buffer.concat(open));
    open = null;
  }
  return { units, numbers, others };
}

const unitSize = fc.oneof(fc.integer({ min: 3, max: 4_000 }), fc.integer({ min: 50_000, max: 190_000 }));
const stream = fc.record({
  codec: fc.constantFrom<RtpCodec>('H264', 'H265'),
  sizes: fc.array(unitSize, { minLength: 1, maxLength: 12 }),
  pieceBytes: fc.constantFrom(500, 1_400, 9_000),
  firstNumber: fc.nat(65_535),
  lost: fc.array(fc.nat(200), { maxLength: 3 }),
  keyEvery: fc.integer({ min: 1, max: 5 }),
  takes: fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }),
  hasExtension: fc.boolean(),
  paddingBytes: fc.constantFrom(0, 4),
});

const isKey = (index: number, keyEvery: number): boolean => index % keyEvery === 0;

/** What a camera sends: units of one slice each, every one a picture of its own. */
function makeUnits(codec: RtpCodec, sizes: readonly number[], keyEvery: number): Unit[] {
  return sizes.map((size, index) => {
    const bytes = Buffer.alloc(size, index + 1);
    const [short, long] = isKey(index, keyEvery) ? [0x65, 0x26] : [0x41, 0x02];
    // A picture's first slice: the first bit behind its head is set.
    bytes.set(codec === 'H264' ? [short, 0x80] : [long, 0x01, 0x80]);
    return { bytes, timestamp: 4_294_960_000 + index, isMarked: true };
  });
}

it('hands on every unit and every other frame, in packets without a gap', () => {
  fc.assert(
    fc.property(stream, ({ codec, sizes, pieceBytes, firstNumber, takes, keyEvery, ...extra }) => {
      const joiner = createRtpJoiner(codec);
      const sent = makeUnits(codec, sizes, keyEvery);
      const received: Buffer[] = [];
      const report = Buffer.from([0x24, 1, 0, 4, 0x80, 200, 0, 0]);
      let number = firstNumber;
      let turn = 0;
      let packets = 0;
      for (const unit of sent) {
        const payloads = toPayloads(codec, unit.bytes, pieceBytes);
        for (const [index, payload] of payloads.entries()) {
          const packet = { number, timestamp: unit.timestamp, isMarked: index === payloads.length - 1, payload };
          const frame = writeFrame(0, packet, extra);
          joiner.push(frame, 0, frame.length);
          frame.fill(0);
          number = (number + 1) & 0xffff;
          packets += 1;
          if (index === 1) joiner.pass(report, 0, report.length);
          const isSent = takes[(turn += 1) % takes.length] ?? false;
          // Until it is said to be sent, what was taken stays as it is; from then on it may be written over.
          if (isSent) for (const [at, bytes] of received.entries()) received[at] = Buffer.from(bytes);
          const bytes = joiner.take(isSent);
          if (bytes) received.push(bytes);
        }
      }
      const { units, numbers, others } = readUnits(codec, Buffer.concat(received));
      expect(units.map((unit) => unit.timestamp)).toEqual(sent.map((unit) => unit.timestamp));
      for (const [index, unit] of units.entries()) {
        expect(unit.bytes.equals(sent[index]?.bytes ?? Buffer.alloc(0))).toBe(true);
        expect(unit.isMarked).toBe(true);
      }
      expect(numbers.every((each, index) => each === ((firstNumber + index) & 0xffff))).toBe(true);
      expect(numbers.length).toBeLessThanOrEqual(packets);
      expect(others).toHaveLength(sent.filter((unit) => toPayloads(codec, unit.bytes, pieceBytes).length > 1).length);
    }),
    { numRuns: 60 },
  );
});

it('drops a picture that lost a packet and all that rest on it, up to the next key picture', () => {
  fc.assert(
    fc.property(stream, ({ codec, sizes, pieceBytes, firstNumber, lost, takes, keyEvery, ...extra }) => {
      const joiner = createRtpJoiner(codec);
      const sent = makeUnits(codec, sizes, keyEvery);
      const frames = sent.flatMap((unit) => {
        const payloads = toPayloads(codec, unit.bytes, pieceBytes);
        return payloads.map((payload, index) => ({
          unit,
          packet: { timestamp: unit.timestamp, isMarked: index === payloads.length - 1, payload },
        }));
      });
      const gone = new Set(lost.map((at) => at % frames.length).filter((at) => at > 0 && at < frames.length - 1));
      const damaged = new Set([...gone].map((at) => frames[at]?.unit));
      const received: Buffer[] = [];
      for (const [index, { packet }] of frames.entries()) {
        if (gone.has(index)) continue;
        const frame = writeFrame(0, { ...packet, number: (firstNumber + index) & 0xffff }, extra);
        joiner.push(frame, 0, frame.length);
        const bytes = (takes[index % takes.length] ?? false) ? joiner.take(true) : null;
        if (bytes) received.push(Buffer.from(bytes));
      }
      const rest = joiner.take(true);
      if (rest) received.push(rest);
      const { units, numbers } = readUnits(codec, Buffer.concat(received));
      let isWaiting = false;
      const whole = sent.filter((unit, index) => {
        isWaiting = damaged.has(unit) || (isWaiting && !isKey(index, keyEvery));
        return !isWaiting;
      });
      expect(units.map((unit) => unit.timestamp)).toEqual(whole.map((unit) => unit.timestamp));
      for (const [index, unit] of units.entries())
        expect(unit.bytes.equals(whole[index]?.bytes ?? Buffer.alloc(0))).toBe(true);
      // ffmpeg is not told of a loss that it shall not see.
      expect(numbers.every((each, index) => each === ((firstNumber + index) & 0xffff))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

it('takes bytes of chance for what they are and throws nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 30 }), fc.boolean(), (bodies, isH264) => {
      const joiner = createRtpJoiner(isH264 ? 'H264' : 'H265');
      for (const body of bodies) {
        const frame = Buffer.concat([Buffer.from([0x24, 0, 0, body.length]), body]);
        joiner.push(frame, 0, frame.length);
        const bytes = joiner.take(true);
        for (let at = 0; bytes && at < bytes.length; at += 4 + bytes.readUInt16BE(at + 2)) expect(bytes[at]).toBe(0x24);
      }
    }),
  );
});
