import { maxHeadBytes, parseHead, RtspSyntaxError, type RtspMessage } from './message.ts';

const dollar = 0x24;
/** `$`, channel and length before each interleaved frame (RFC 2326, 10.12). */
export const frameHeadBytes = 4;
const firstRestBytes = 4_096;

/** Where a reader puts what it finds, in the order it arrived. */
export interface RtspSink {
  onMessage(message: RtspMessage): void;
  /** One whole interleaved frame, from `start` to `end`, its head included. The bytes are lent: they change afterwards. */
  onFrame(bytes: Buffer, start: number, end: number): void;
}

/**
 * Splits a stream into RTSP messages and interleaved media (RFC 2326, 10.12). Frames are handed on where they lie: at
 * 4 Mbit/s a camera sends hundreds of them a second. What is cut off at a chunk's end is kept, so a chunk may be reused.
 */
export function createRtspReader(sink: RtspSink): { push(chunk: Buffer): void } {
  let rest: Buffer = Buffer.allocUnsafe(firstRestBytes);
  let restBytes = 0;

  function keep(chunk: Buffer, start: number, end: number): void {
    const neededBytes = restBytes + end - start;
    if (neededBytes > rest.length) {
      const wider = Buffer.allocUnsafe(Math.max(neededBytes, rest.length * 2));
      rest.copy(wider, 0, 0, restBytes);
      rest = wider;
    }
    chunk.copy(rest, restBytes, start, end);
    restBytes = neededBytes;
  }

  /** Completes the frame that was cut off; answers how much of the chunk that took. */
  function completeFrame(chunk: Buffer): number {
    let at = 0;
    if (restBytes < frameHeadBytes) {
      at = Math.min(frameHeadBytes - restBytes, chunk.length);
      keep(chunk, 0, at);
      if (restBytes < frameHeadBytes) return at;
    }
    const sizeBytes = frameHeadBytes + rest.readUInt16BE(2);
    const taken = Math.min(sizeBytes - restBytes, chunk.length - at);
    keep(chunk, at, at + taken);
    if (restBytes === sizeBytes) {
      restBytes = 0;
      sink.onFrame(rest, 0, sizeBytes);
    }
    return at + taken;
  }

  /** Reads one message at `start`; answers where it ends, or null while it is not whole. */
  function readMessage(chunk: Buffer, start: number): number | null {
    let from = start;
    // Some cameras put an empty line between messages.
    while (chunk[from] === 0x0d || chunk[from] === 0x0a) from += 1;
    if (from >= chunk.length) return chunk.length;
    if (from > start) return from;
    const crlf = chunk.indexOf('\r\n\r\n', from, 'latin1');
    const lf = chunk.indexOf('\n\n', from, 'latin1');
    const isCrlf = crlf >= 0 && (lf < 0 || crlf < lf);
    const end = isCrlf ? crlf : lf;
    if ((end < 0 ? chunk.length : end) - from > maxHeadBytes) throw new RtspSyntaxError('the head is too long');
    if (end < 0) return null;
    const bodyAt = end + (isCrlf ? 4 : 2);
    const { bodyBytes, ...head } = parseHead(chunk.toString('latin1', from, end));
    if (chunk.length < bodyAt + bodyBytes) return null;
    sink.onMessage({ ...head, body: Buffer.from(chunk.subarray(bodyAt, bodyAt + bodyBytes)) });
    return bodyAt + bodyBytes;
  }

  /** Reads what is whole from `start` on and keeps what is not. */
  function read(chunk: Buffer, start: number): void {
    let at = start;
    while (at < chunk.length) {
      if (chunk[at] === dollar) {
        const bodyAt = at + frameHeadBytes;
        const end = bodyAt <= chunk.length ? bodyAt + chunk.readUInt16BE(at + 2) : Number.POSITIVE_INFINITY;
        if (end > chunk.length) break;
        sink.onFrame(chunk, at, end);
        at = end;
      } else {
        const end = readMessage(chunk, at);
        if (end === null) break;
        at = end;
      }
    }
    if (at < chunk.length) keep(chunk, at, chunk.length);
  }

  return {
    push(chunk) {
      let start = 0;
      while (restBytes > 0 && start < chunk.length) {
        if (rest[0] !== dollar) {
          const whole = Buffer.concat([rest.subarray(0, restBytes), chunk.subarray(start)]);
          restBytes = 0;
          return read(whole, 0);
        }
        start += completeFrame(chunk.subarray(start));
      }
      read(chunk, start);
    },
  };
}
