import { beginsKey, mostWithoutKey, type RtpCodec } from '../rtp/key-picture.ts';
import { frameHeadBytes } from './reader.ts';

/**
 * Cameras cut a picture into packets of 1,400 bytes for the network's sake. Behind the relay there is no network, and each
 * packet costs ffmpeg six system calls: what was cut (FU-A of RFC 6184 5.8, FU of RFC 7798 4.4.3) is joined again, up
 * to what an interleaved frame may hold. All else passes as it is, under new sequence numbers.
 *
 * A camera on a bad line loses packets inside its connection too. ffmpeg would record the broken picture and all that rest
 * on it, and say nothing: the picture that lost a packet is dropped here, and all up to the next key picture.
 */
export interface RtpJoiner {
  /** An interleaved frame with an RTP packet in it, from `start` to `end` of `bytes`; they are copied. */
  push(bytes: Buffer, start: number, end: number): void;
  /** Any other interleaved frame. */
  pass(bytes: Buffer, start: number, end: number): void;
  /**
   * The frames of whole pictures since the last time, or null. `isSent` says that those of the last time are no longer
   * needed: their memory is used again.
   */
  take(isSent: boolean): Buffer | null;
}

const rtpHeadBytes = 12;
/** ffmpeg's own buffer for one packet holds 80 kB. */
const mostDataBytes = 60_000;
const roomBytes = 65_536;
/** A picture that is not whole by then is none. */
const mostPictureBytes = 8 << 20;

/** What is being joined: its data lies behind the room for the longest head, from `at` on. */
interface OpenUnit {
  at: number;
  dataBytes: number;
  /** The first piece of its unit is in it. */
  isFirst: boolean;
  /** Payload header as the camera wrote it, kind of the unit, and what else must be the same in the next piece. */
  head: readonly [number, number];
  kind: number;
  packet: RtpPacket;
}

interface RtpPacket {
  payloadType: number;
  isMarked: boolean;
  timestamp: number;
  source: number;
  payloadAt: number;
  payloadEnd: number;
}

/** Where the payload lies, or null where it is no RTP packet with one (RFC 3550 5.1). */
function readPacket(bytes: Buffer, start: number, end: number): RtpPacket | null {
  const at = start + frameHeadBytes;
  const first = bytes[at] ?? 0;
  if (end - at <= rtpHeadBytes || first >> 6 !== 2) return null;
  let payloadAt = at + rtpHeadBytes + 4 * (first & 0x0f);
  if ((first & 0x10) !== 0) {
    if (payloadAt + 4 > end) return null;
    payloadAt += 4 + 4 * bytes.readUInt16BE(payloadAt + 2);
  }
  const payloadEnd = (first & 0x20) === 0 ? end : end - (bytes[end - 1] ?? 0);
  if (payloadAt >= payloadEnd) return null;
  const second = bytes[at + 1] ?? 0;
  return {
    payloadType: second & 0x7f,
    isMarked: second > 0x7f,
    timestamp: bytes.readUInt32BE(at + 4),
    source: bytes.readUInt32BE(at + 8),
    payloadAt,
    payloadEnd,
  };
}

export function createRtpJoiner(codec: RtpCodec): RtpJoiner {
  const unitHeadBytes = codec === 'H264' ? 1 : 2;
  const pieceKind = codec === 'H264' ? 28 : 49;
  let room: Buffer = Buffer.allocUnsafe(roomBytes);
  let spare: Buffer = Buffer.allocUnsafe(roomBytes);
  let wholeBytes = 0;
  let open: OpenUnit | null = null;
  let lastNumber: number | null = null;
  let nextNumber = 0;
  /** What is before it belongs to whole pictures. */
  let pictureEnd = 0;
  /** The number of the first packet behind it. */
  let endNumber = 0;
  let pictureAt: number | null = null;
  let isWaiting = false;
  let withoutKey = 0;

  const toDataAt = (unit: OpenUnit): number => unit.at + frameHeadBytes + rtpHeadBytes + unitHeadBytes;
  const toOpenBytes = (): number => (open ? toDataAt(open) + open.dataBytes - open.at : 0);

  /** Makes room for so many bytes behind everything, and one more for a head that turns out longer. */
  function reserve(bytes: number): void {
    const usedBytes = wholeBytes + toOpenBytes();
    if (usedBytes + bytes < room.length) return;
    const wider = Buffer.allocUnsafe(Math.max(usedBytes + bytes + 1, room.length * 2));
    room.copy(wider, 0, 0, usedBytes);
    room = wider;
  }

  /** Puts a frame behind the whole ones; what is open moves along. */
  function place(bytes: Buffer, start: number, end: number): number {
    const at = wholeBytes;
    reserve(end - start);
    if (open) {
      room.copyWithin(at + end - start, open.at, open.at + toOpenBytes());
      open.at += end - start;
    }
    bytes.copy(room, at, start, end);
    wholeBytes += end - start;
    return at;
  }

  function takeNumber(): number {
    const number = nextNumber;
    nextNumber = (nextNumber + 1) & 0xffff;
    return number;
  }

  function writeHeads(unit: OpenUnit, isMarked: boolean, payloadBytes: number): number {
    const { at, packet } = unit;
    room[at] = 0x24;
    // The channel was put there when the unit was opened.
    room.writeUInt16BE(rtpHeadBytes + payloadBytes, at + 2);
    room[at + 4] = 0x80;
    room[at + 5] = packet.payloadType | (isMarked ? 0x80 : 0);
    room.writeUInt16BE(takeNumber(), at + 6);
    room.writeUInt32BE(packet.timestamp, at + 8);
    room.writeUInt32BE(packet.source, at + 12);
    return at + frameHeadBytes + rtpHeadBytes;
  }

  /** Ends what is open: as one unit where it is whole, else as a larger piece. */
  function close(isLast: boolean, isMarked: boolean): void {
    if (!open) return;
    const unit = open;
    const dataAt = toDataAt(unit);
    const [first, second] = unit.head;
    const isWhole = unit.isFirst && isLast;
    const headBytes = unitHeadBytes + (isWhole ? 0 : 1);
    if (!isWhole) room.copyWithin(dataAt + 1, dataAt, dataAt + unit.dataBytes);
    const headAt = writeHeads(unit, isMarked, headBytes + unit.dataBytes);
    const flags = (unit.isFirst ? 0x80 : 0) | (isLast ? 0x40 : 0);
    if (codec === 'H264') {
      room[headAt] = isWhole ? (first & 0xe0) | unit.kind : first;
      if (!isWhole) room[headAt + 1] = flags | unit.kind;
    } else {
      room[headAt] = isWhole ? (first & 0x81) | (unit.kind << 1) : first;
      room[headAt + 1] = second;
      if (!isWhole) room[headAt + 2] = flags | unit.kind;
    }
    wholeBytes = headAt + headBytes + unit.dataBytes;
    open = null;
  }

  function begin(channel: number, isFirst: boolean, unit: Pick<OpenUnit, 'head' | 'kind' | 'packet'>): OpenUnit {
    reserve(frameHeadBytes + rtpHeadBytes + unitHeadBytes);
    room[wholeBytes + 1] = channel;
    open = { ...unit, at: wholeBytes, dataBytes: 0, isFirst };
    return open;
  }

  function endPicture(): void {
    pictureEnd = wholeBytes;
    endNumber = nextNumber;
  }

  /** The picture that is coming in is broken, and so is all that rests on it. */
  function lose(): void {
    open = null;
    wholeBytes = pictureEnd;
    nextNumber = endNumber;
    isWaiting = true;
    withoutKey = 0;
  }

  /** Answers whether a packet belongs to a picture that can be shown. */
  function isShowable(bytes: Buffer, packet: RtpPacket): boolean {
    if (packet.timestamp !== pictureAt) {
      // Not every camera marks the end of a picture.
      close(false, false);
      endPicture();
      pictureAt = packet.timestamp;
      if (isWaiting) withoutKey += 1;
    }
    if (wholeBytes + toOpenBytes() - pictureEnd > mostPictureBytes) lose();
    if (!isWaiting) return true;
    if (!beginsKey(codec, bytes, packet.payloadAt, packet.payloadEnd) && withoutKey <= mostWithoutKey) return false;
    isWaiting = false;
    return true;
  }

  /** Counts the packet; answers whether it follows the one before. */
  function follows(number: number): boolean {
    const step = lastNumber === null ? null : (number - lastNumber) & 0xffff;
    lastNumber = number;
    if (step === null) {
      nextNumber = number;
      endNumber = number;
    } else if (step > 1 && step <= 0x8000) lose();
    return step === 1;
  }

  /** It waits for the end of the picture in whose middle it came. */
  function pass(bytes: Buffer, start: number, end: number): void {
    const isBetween = pictureEnd === wholeBytes;
    place(bytes, start, end);
    if (isBetween) pictureEnd = wholeBytes;
  }

  function passPacket(bytes: Buffer, start: number, end: number, isMarked: boolean): void {
    close(false, false);
    const at = place(bytes, start, end);
    room.writeUInt16BE(takeNumber(), at + frameHeadBytes + 2);
    if (isMarked) endPicture();
  }

  return {
    pass,
    push(bytes, start, end) {
      const packet = readPacket(bytes, start, end);
      if (!packet) return pass(bytes, start, end);
      const isNext = follows(bytes.readUInt16BE(start + frameHeadBytes + 2));
      if (!isShowable(bytes, packet)) return;
      const { payloadAt, payloadEnd, isMarked } = packet;
      const first = bytes[payloadAt] ?? 0;
      const kindOfPayload = codec === 'H264' ? first & 0x1f : (first >> 1) & 0x3f;
      const dataAt = payloadAt + unitHeadBytes + 1;
      if (kindOfPayload !== pieceKind || dataAt > payloadEnd) return passPacket(bytes, start, end, isMarked);
      const flags = bytes[dataAt - 1] ?? 0;
      const kind = flags & (codec === 'H264' ? 0x1f : 0x3f);
      const head = [first, bytes[payloadAt + 1] ?? 0] as const;
      let unit = open;
      if ((flags & 0x80) !== 0) {
        close(false, false);
        unit = begin(bytes[start + 1] ?? 0, true, { head, kind, packet });
      } else if (!unit || !isNext || unit.packet.timestamp !== packet.timestamp || unit.kind !== kind) {
        return passPacket(bytes, start, end, isMarked);
      }
      if (unit.dataBytes + payloadEnd - dataAt > mostDataBytes) {
        close(false, false);
        unit = begin(bytes[start + 1] ?? 0, false, { head, kind, packet });
      }
      reserve(payloadEnd - dataAt);
      bytes.copy(room, toDataAt(unit) + unit.dataBytes, dataAt, payloadEnd);
      unit.dataBytes += payloadEnd - dataAt;
      const isLast = (flags & 0x40) !== 0;
      if (isLast || isMarked) close(isLast, isMarked);
      if (isMarked) endPicture();
    },
    take(isSent) {
      if (pictureEnd === 0) return null;
      const whole = room.subarray(0, pictureEnd);
      const restBytes = wholeBytes + toOpenBytes() - pictureEnd;
      const next = isSent && spare.length > restBytes ? spare : Buffer.allocUnsafe(Math.max(roomBytes, restBytes + 1));
      room.copy(next, 0, pictureEnd, pictureEnd + restBytes);
      spare = room;
      room = next;
      wholeBytes -= pictureEnd;
      if (open) open.at -= pictureEnd;
      pictureEnd = 0;
      return whole;
    },
  };
}
