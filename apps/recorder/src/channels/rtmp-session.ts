import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { RestreamFault } from '@sitecast/contract';
import { readAmf, writeAmf, type AmfValue } from '../sources/rtmp/amf.ts';
import { createChunkReader, messageTypes, type RtmpMessage } from '../sources/rtmp/chunks.ts';
import type { AdmittedSource } from '../sources/guard.ts';
import { connectUpstream, readyEventOf } from '../sources/upstream.ts';
import type { FlvTag } from './flv-reader.ts';

/** A destination said no, or could not be asked; `fault` is the closed word for it, and no word of the destination's own. */
export class RestreamRefused extends Error {
  readonly fault: RestreamFault;

  constructor(fault: RestreamFault) {
    super(`the destination: ${fault}`);
    this.name = 'RestreamRefused';
    this.fault = fault;
  }
}

export interface RtmpSession {
  /** Sends a tag. `false`: the line is behind, nothing more should be sent before it drained. */
  send(tag: FlvTag): boolean;
  /** Resolves when the line is gone, from whichever side. */
  readonly closed: Promise<void>;
  /** Says goodbye and hangs up. */
  close(): void;
}

const handshakeBytes = 1_536;
const answerWithinMs = 10_000;
/** Larger than the default of 128: an hour of 4 Mbit/s has fourteen million fewer chunk heads. */
const chunkBytes = 4_096;
/** Two seconds of 8 Mbit/s that the line has not taken: it does not carry the camera. */
const mostUnsentBytes = 2_000_000;

/** Publishes to an RTMP server (Adobe RTMP 1.0, 2012, §5–7): handshake, connect, createStream, publish. Rejects with RestreamRefused. */
export async function openRtmpSession(
  admitted: AdmittedSource,
  key: string,
  signal: AbortSignal,
): Promise<RtmpSession> {
  const reader = createChunkReader();
  const heard: RtmpMessage[] = [];
  let greeting: Buffer | null = Buffer.alloc(0);
  const socket = connectUpstream(admitted, (lent) => {
    try {
      if (greeting) {
        greeting = Buffer.concat([greeting, lent]);
      } else {
        take(reader.push(Buffer.from(lent)));
      }
    } catch {
      socket.destroy();
    }
    socket.emit('heard');
    return true;
  });
  const take = (messages: readonly RtmpMessage[]): void => {
    for (const message of messages) {
      if (isPing(message)) socket.write(writePong(message.payload));
      else if (message.type === messageTypes.command) heard.push(message);
    }
  };
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => socket.destroy());
  const cut = (): void => void socket.destroy();
  signal.addEventListener('abort', cut, { once: true });
  void closed.then(() => signal.removeEventListener('abort', cut));

  const within = AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]);
  const waitFor = async <T>(find: () => T | undefined, fault: RestreamFault): Promise<T> => {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      if (socket.destroyed) throw new RestreamRefused(fault);
      await Promise.race([once(socket, 'heard', { signal: within }), closed]).catch(() => {
        throw new RestreamRefused(fault);
      });
    }
  };
  const command = (stream: number, values: readonly AmfValue[]): void =>
    void socket.write(writeMessage(messageTypes.command, stream, 0, writeAmf(values)));
  /** The answer to a call, by its number; a destination that says `_error` refuses. */
  const answerTo = (call: number, fault: RestreamFault) =>
    waitFor(() => {
      for (const message of heard) {
        const values = readAmf(message.payload);
        if (values[1] !== call) continue;
        if (values[0] === '_error') throw new RestreamRefused(fault);
        if (values[0] === '_result') return values;
      }
      return undefined;
    }, fault);

  try {
    await once(socket, readyEventOf(admitted), { signal: within }).catch(() => {
      throw new RestreamRefused('unreachable');
    });
    socket.write(Buffer.concat([Buffer.from([3]), Buffer.alloc(8), randomBytes(handshakeBytes - 8)]));
    const answer = await waitFor(
      () => (greeting && greeting.length >= 1 + 2 * handshakeBytes ? greeting : undefined),
      'refused',
    );
    socket.write(answer.subarray(1, 1 + handshakeBytes));
    greeting = null;
    take(reader.push(Buffer.from(answer.subarray(1 + 2 * handshakeBytes))));

    const { scheme, host, port, target } = admitted.url;
    const app = target.slice(1).replace(/\/$/, '');
    socket.write(writeMessage(messageTypes.setChunkSize, 0, 0, toNumber(chunkBytes), 128));
    const tcUrl = `${scheme}://${host}:${port}/${app}`;
    command(0, ['connect', 1, { app, type: 'nonprivate', flashVer: 'FMLE/3.0', tcUrl }]);
    await answerTo(1, 'refused');
    command(0, ['releaseStream', 2, null, key]);
    command(0, ['FCPublish', 3, null, key]);
    command(0, ['createStream', 4, null]);
    const stream = (await answerTo(4, 'refused'))[3];
    if (typeof stream !== 'number') throw new RestreamRefused('refused');
    command(stream, ['publish', 5, null, key, 'live']);
    await waitFor(() => findPublishStatus(heard), 'wrong-key');
    heard.length = 0;
    return {
      send(tag) {
        const payload = tag.type === messageTypes.data ? Buffer.concat([setDataFrame, tag.payload]) : tag.payload;
        socket.write(writeMessage(tag.type, stream, tag.timestampMs, payload));
        if (socket.writableLength > mostUnsentBytes) socket.destroy();
        return socket.writableLength === 0;
      },
      closed,
      close() {
        if (!socket.destroyed) {
          command(stream, ['FCUnpublish', 6, null, key]);
          command(0, ['deleteStream', 7, null, stream]);
          socket.end();
        }
      },
    };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

const setDataFrame = writeAmf(['@setDataFrame']);

/** `NetStream.Publish.Start`, or a refusal where the server says another thing about publishing. */
function findPublishStatus(heard: readonly RtmpMessage[]): true | undefined {
  for (const message of heard) {
    const [name, , , status] = readAmf(message.payload);
    if (name !== 'onStatus' || typeof status !== 'object' || status === null || Array.isArray(status)) continue;
    if (status['code'] === 'NetStream.Publish.Start') return true;
    if (status['level'] === 'error') throw new RestreamRefused('wrong-key');
  }
  return undefined;
}

const isPing = ({ type, payload }: RtmpMessage): boolean =>
  type === messageTypes.userControl && payload.length >= 6 && payload.readUInt16BE() === 6;

function writePong(ping: Buffer): Buffer {
  const pong = Buffer.from(ping.subarray(0, 6));
  pong.writeUInt16BE(7);
  return writeMessage(messageTypes.userControl, 0, 0, pong);
}

function toNumber(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** One message as chunks: a full head, then one-byte heads (§5.3.1). */
function writeMessage(type: number, stream: number, timestampMs: number, payload: Buffer, size = chunkBytes): Buffer {
  const channel = { [messageTypes.audio]: 4, [messageTypes.video]: 6, [messageTypes.data]: 5 }[type] ?? 3;
  const isLong = timestampMs >= 0xff_ff_ff;
  const long = isLong ? toNumber(timestampMs >>> 0) : Buffer.alloc(0);
  const head = Buffer.alloc(12);
  head.writeUInt8(channel, 0);
  head.writeUIntBE(isLong ? 0xff_ff_ff : timestampMs, 1, 3);
  head.writeUIntBE(payload.length, 4, 3);
  head.writeUInt8(type, 7);
  head.writeUInt32LE(stream, 8);
  const parts: Buffer[] = [head, long];
  for (let at = 0; at < payload.length; at += size) {
    if (at > 0) parts.push(Buffer.from([0xc0 | channel]), long);
    parts.push(payload.subarray(at, at + size));
  }
  return Buffer.concat(parts);
}
