/** One message of an RTMP connection, put together from its chunks. */
export interface RtmpMessage {
  type: number;
  stream: number;
  timestampMs: number;
  payload: Buffer;
}

export const messageTypes = {
  setChunkSize: 1,
  abort: 2,
  acknowledgement: 3,
  userControl: 4,
  windowSize: 5,
  peerBandwidth: 6,
  audio: 8,
  video: 9,
  commandAmf3: 17,
  data: 18,
  command: 20,
} as const;

export class RtmpSyntaxError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RtmpSyntaxError';
  }
}

interface ChunkStream {
  timestamp: number;
  delta: number;
  length: number;
  type: number;
  stream: number;
  isExtended: boolean;
  parts: Buffer[];
  received: number;
}

const mostStreams = 16;
const largestChunk = 1 << 20;
const extendedMark = 0xff_ff_ff;
const headBytes = [11, 7, 3, 0] as const;

/** Most a message may hold: a key frame of a 4K camera, and room. */
export const largestMessage = 4 << 20;

/** Puts messages together from chunks (RTMP 1.0, 5.3). `push` answers those that became whole. */
export function createChunkReader(): { push(bytes: Buffer): RtmpMessage[] } {
  const streams = new Map<number, ChunkStream>();
  let chunkSize = 128;
  let rest: Buffer = Buffer.alloc(0);

  function findStream(id: number): ChunkStream {
    const known = streams.get(id);
    if (known) return known;
    if (streams.size >= mostStreams) throw new RtmpSyntaxError('too many chunk streams');
    const fresh = { timestamp: 0, delta: 0, length: 0, type: 0, stream: 0, isExtended: false, parts: [], received: 0 };
    streams.set(id, fresh);
    return fresh;
  }

  function readBasic(bytes: Buffer, at: number): { format: number; id: number; next: number } | null {
    const first = bytes[at] ?? 0;
    const format = first >> 6;
    const low = first & 63;
    if (low > 1) return { format, id: low, next: at + 1 };
    if (bytes.length < at + 2 + low) return null;
    const id = 64 + (bytes[at + 1] ?? 0) + (low === 1 ? (bytes[at + 2] ?? 0) * 256 : 0);
    return { format, id, next: at + 2 + low };
  }

  function applyHead(chunk: ChunkStream, format: number, bytes: Buffer, at: number, time: number): void {
    if (format <= 1) {
      chunk.length = bytes.readUIntBE(at + 3, 3);
      chunk.type = bytes.readUInt8(at + 6);
    }
    if (format === 0) {
      chunk.stream = bytes.readUInt32LE(at + 7);
      chunk.timestamp = time;
      chunk.delta = 0;
    } else {
      if (format < 3) chunk.delta = time;
      chunk.timestamp = (chunk.timestamp + chunk.delta) >>> 0;
    }
    if (chunk.length > largestMessage) throw new RtmpSyntaxError('a message is too long');
  }

  /** Reads one chunk at `at`; answers where it ends, or null while it is not whole. */
  function readChunk(bytes: Buffer, at: number, whole: RtmpMessage[]): number | null {
    const basic = readBasic(bytes, at);
    if (!basic) return null;
    const head = headBytes[basic.format as 0 | 1 | 2 | 3];
    if (bytes.length < basic.next + head) return null;
    const chunk = findStream(basic.id);
    const isFirst = chunk.received === 0;
    if (!isFirst && basic.format !== 3) throw new RtmpSyntaxError('a message begins inside another');
    const stamp = head >= 3 ? bytes.readUIntBE(basic.next, 3) : 0;
    const isExtended = head >= 3 ? stamp === extendedMark : chunk.isExtended;
    const bodyAt = basic.next + head + (isExtended ? 4 : 0);
    if (bytes.length < bodyAt) return null;
    const length = basic.format <= 1 ? bytes.readUIntBE(basic.next + 3, 3) : chunk.length;
    const size = Math.min(chunkSize, length - chunk.received);
    if (bytes.length < bodyAt + size && length <= largestMessage) return null;

    chunk.isExtended = isExtended;
    if (isFirst) {
      applyHead(chunk, basic.format, bytes, basic.next, isExtended ? bytes.readUInt32BE(bodyAt - 4) : stamp);
    }
    chunk.parts.push(bytes.subarray(bodyAt, bodyAt + size));
    chunk.received += size;
    if (chunk.received < chunk.length) return bodyAt + size;
    const { type, stream, timestamp } = chunk;
    take({ type, stream, timestampMs: timestamp, payload: Buffer.concat(chunk.parts) }, whole);
    chunk.parts = [];
    chunk.received = 0;
    return bodyAt + size;
  }

  /** Chunk size and abort concern the reader itself; the rest is handed on. */
  function take(message: RtmpMessage, whole: RtmpMessage[]): void {
    if (message.type === messageTypes.setChunkSize && message.payload.length >= 4) {
      chunkSize = message.payload.readUInt32BE() & 0x7f_ff_ff_ff;
      if (chunkSize < 1 || chunkSize > largestChunk) throw new RtmpSyntaxError('a chunk size is out of range');
    } else if (message.type === messageTypes.abort && message.payload.length >= 4) {
      const aborted = streams.get(message.payload.readUInt32BE());
      if (aborted) Object.assign(aborted, { parts: [], received: 0 });
    } else whole.push(message);
  }

  return {
    push(bytes) {
      const all = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes;
      const whole: RtmpMessage[] = [];
      let at = 0;
      while (at < all.length) {
        const next = readChunk(all, at, whole);
        if (next === null) break;
        at = next;
      }
      rest = at < all.length ? Buffer.from(all.subarray(at)) : Buffer.alloc(0);
      return whole;
    },
  };
}

/** One message as chunks of 128 bytes, the size every client begins with. */
export function writeChunks(type: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head[0] = 3;
  head.writeUIntBE(payload.length, 4, 3);
  head[7] = type;
  head.writeUInt32LE(stream, 8);
  const parts: Buffer[] = [head];
  for (let at = 0; at < payload.length; at += 128) {
    if (at > 0) parts.push(Buffer.from([0xc3]));
    parts.push(payload.subarray(at, at + 128));
  }
  return Buffer.concat(parts);
}
