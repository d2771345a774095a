import { once } from 'node:events';
import type { Socket } from 'node:net';

/** Message types of RTMP 1.0 §7.1 that a pushing camera sends. */
export const rtmpTypes = { setChunkSize: 1, video: 9, command: 20 } as const;

type AmfValue = string | number | null | { [name: string]: string };
const chunkBytes = 128;

/** One message as chunks of the default size: a full head, then one-byte heads (RTMP 1.0 §5.3.1). */
export function writeRtmpMessage(message: {
  type: number;
  stream: number;
  timestampMs: number;
  payload: Buffer;
}): Buffer {
  const { type, stream, payload } = message;
  const channel = type === rtmpTypes.video ? 6 : 3;
  const timestamp = message.timestampMs % 2 ** 32;
  const isLong = timestamp >= 0xffffff;
  const long = Buffer.alloc(isLong ? 4 : 0);
  if (isLong) long.writeUInt32BE(timestamp);
  const head = Buffer.alloc(12);
  head.writeUInt8(channel, 0);
  head.writeUIntBE(isLong ? 0xffffff : timestamp, 1, 3);
  head.writeUIntBE(payload.length, 4, 3);
  head.writeUInt8(type, 7);
  head.writeUInt32LE(stream, 8);
  const parts: Buffer[] = [head, long];
  for (let at = 0; at < payload.length; at += chunkBytes) {
    if (at > 0) parts.push(Buffer.from([0xc0 | channel]), long);
    parts.push(payload.subarray(at, at + chunkBytes));
  }
  return Buffer.concat(parts);
}

/** A command message in AMF0. */
export function writeCommand(stream: number, values: readonly AmfValue[]): Buffer {
  const payload = Buffer.concat(values.map(writeAmf));
  return writeRtmpMessage({ type: rtmpTypes.command, stream, timestampMs: 0, payload });
}

function writeAmf(value: AmfValue): Buffer {
  if (value === null) return Buffer.from([5]);
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(9);
    bytes.writeDoubleBE(value, 1);
    return bytes;
  }
  if (typeof value === 'string') return Buffer.concat([Buffer.from([2]), toShortText(value)]);
  const fields = Object.entries(value).map(([name, text]) => Buffer.concat([toShortText(name), writeAmf(text)]));
  return Buffer.concat([Buffer.from([3]), ...fields, Buffer.from([0, 0, 9])]);
}

function toShortText(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

export type RtmpAnswers = { wait: (word: string, withinMs: number) => Promise<void>; close: () => void };

/** Listens for the words of a server's command answers; their numbers and objects decide nothing for a camera. */
export function readRtmpAnswers(socket: Socket): RtmpAnswers {
  let heard: Buffer = Buffer.alloc(0);
  const onData = (chunk: Buffer) => {
    heard = Buffer.concat([heard, chunk]);
    socket.emit('answer');
  };
  socket.on('data', onData);
  return {
    wait: async (word, withinMs) => {
      const signal = AbortSignal.timeout(withinMs);
      for (;;) {
        const at = heard.indexOf(word);
        if (at >= 0) {
          heard = heard.subarray(at + word.length);
          return;
        }
        if (socket.destroyed) throw new Error('the ingest hung up');
        await once(socket, 'answer', { signal });
      }
    },
    close: () => socket.off('data', onData),
  };
}
