import { maxHeadBytes, parseHead, RtspSyntaxError, type RtspMessage } from './message.ts';

const dollar = 0x24;
const frameHeadBytes = 4;

/** Where a reader puts what it finds, in the order it arrived. */
export interface RtspSink {
  onMessage(message: RtspMessage): void;
  /** Whole or partial interleaved frames, a view of the chunk: written on as they are. */
  onMedia(bytes: Buffer): void;
  /** A whole frame of a control channel (the odd ones), beside being handed on as media. */
  onControl?(packet: Buffer): void;
}

/**
 * Splits a stream into RTSP messages and interleaved media (RFC 2326, 10.12). Media is handed on in runs as long as
 * the chunk allows, without a copy: at 4 Mbit/s a camera sends thousands of small frames a second.
 */
export function createRtspReader(sink: RtspSink): { push(chunk: Buffer): void } {
  let rest: Buffer = Buffer.alloc(0);
  let frameBytesLeft = 0;

  /** Hands on media from `start`; answers where it ends. */
  function passMedia(chunk: Buffer, start: number): number {
    let at = start;
    while (at < chunk.length) {
      if (frameBytesLeft > 0) {
        const taken = Math.min(frameBytesLeft, chunk.length - at);
        at += taken;
        frameBytesLeft -= taken;
      } else if (chunk[at] === dollar && chunk.length - at >= frameHeadBytes) {
        frameBytesLeft = frameHeadBytes + chunk.readUInt16BE(at + 2);
        // One that is cut in two is let pass: the next report comes in a few seconds.
        if (((chunk[at + 1] ?? 0) & 1) === 1 && at + frameBytesLeft <= chunk.length)
          sink.onControl?.(chunk.subarray(at + frameHeadBytes, at + frameBytesLeft));
      } else break;
    }
    if (at > start) sink.onMedia(chunk.subarray(start, at));
    return at;
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

  return {
    push(chunk) {
      const whole = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      let at = 0;
      while (at < whole.length) {
        if (frameBytesLeft > 0 || whole[at] === dollar) {
          const end = passMedia(whole, at);
          if (end === at) break;
          at = end;
        } else {
          const end = readMessage(whole, at);
          if (end === null) break;
          at = end;
        }
      }
      rest = at < whole.length ? Buffer.from(whole.subarray(at)) : Buffer.alloc(0);
    },
  };
}
