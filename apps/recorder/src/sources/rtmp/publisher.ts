import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { VideoPacket } from '../pushed/flv.ts';
import { readAmf, writeAmf, type AmfValue } from './amf.ts';
import { createChunkReader, messageTypes, writeChunks, type RtmpMessage } from './chunks.ts';

export interface PublisherEvents {
  /** Whether this key opens this camera; the connection is cut where it does not. */
  admit(camera: string, key: string): boolean;
  onPublish(camera: string): void;
  onVideo(packet: VideoPacket): void;
}

const handshakeBytes = 1_536;
/** What a client may send before it has shown a valid key. */
const strangerBytes = 65_536;
const windowBytes = 2_500_000;

/** Speaks RTMP with one client that may publish and nothing else. Ends the socket at the first thing out of order. */
export function servePublisher(socket: Socket, events: PublisherEvents): void {
  const chunks = createChunkReader();
  let greeting: Buffer = Buffer.alloc(0);
  let step: 'hello' | 'echo' | 'open' = 'hello';
  let app: string | null = null;
  let isPublishing = false;
  let received = 0;
  let acknowledged = 0;

  const send = (type: number, stream: number, payload: Buffer): void => {
    socket.write(writeChunks(type, stream, payload));
  };
  const sendNumber = (type: number, value: number, extra: readonly number[] = []): void => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value >>> 0);
    send(type, 0, Buffer.concat([bytes, Buffer.from(extra)]));
  };
  const reply = (stream: number, values: readonly AmfValue[]): void => {
    send(messageTypes.command, stream, writeAmf(values));
  };

  /** Takes the handshake's bytes (RTMP 1.0, 5.2); answers what is left for the chunks. */
  function greet(bytes: Buffer): Buffer {
    greeting = Buffer.concat([greeting, bytes]);
    if (step === 'hello' && greeting.length > handshakeBytes) {
      if (greeting[0] !== 3) {
        socket.destroy();
        return Buffer.alloc(0);
      }
      const own = Buffer.concat([Buffer.alloc(8), randomBytes(handshakeBytes - 8)]);
      socket.write(Buffer.concat([Buffer.from([3]), own, greeting.subarray(1, handshakeBytes + 1)]));
      greeting = greeting.subarray(handshakeBytes + 1);
      step = 'echo';
    }
    if (step !== 'echo' || greeting.length < handshakeBytes) return Buffer.alloc(0);
    step = 'open';
    return greeting.subarray(handshakeBytes);
  }

  function connect(number: AmfValue, about: AmfValue | undefined): void {
    if (app !== null || typeof about !== 'object' || about === null || Array.isArray(about))
      return void socket.destroy();
    app = typeof about['app'] === 'string' ? (about['app'].split('?')[0] ?? '').replace(/\/$/, '') : '';
    sendNumber(messageTypes.windowSize, windowBytes);
    sendNumber(messageTypes.peerBandwidth, windowBytes, [2]);
    reply(0, [
      '_result',
      number,
      { fmsVer: 'FMS/3,0,1,123', capabilities: 31 },
      { level: 'status', code: 'NetConnection.Connect.Success', description: 'Connected.', objectEncoding: 0 },
    ]);
  }

  function publish(stream: number, name: AmfValue | undefined): void {
    const key = typeof name === 'string' ? (name.split('?')[0] ?? '') : '';
    const camera = app ?? '';
    const isWelcome = !isPublishing && events.admit(camera, key);
    const code = isWelcome ? 'NetStream.Publish.Start' : 'NetStream.Publish.BadName';
    reply(stream, ['onStatus', 0, null, { level: isWelcome ? 'status' : 'error', code, description: '' }]);
    if (!isWelcome) return void socket.end();
    isPublishing = true;
    events.onPublish(camera);
  }

  function obey(message: RtmpMessage): void {
    const isAmf3 = message.type === messageTypes.commandAmf3;
    const [command, number = 0, about, name] = readAmf(isAmf3 ? message.payload.subarray(1) : message.payload);
    switch (command) {
      case 'connect':
        return connect(number, about);
      case 'createStream':
        return reply(0, ['_result', number, null, 1]);
      case 'publish':
        return publish(message.stream, name);
      case 'deleteStream':
      case 'FCUnpublish':
      case 'closeStream':
        return void socket.end();
      case 'play':
      case 'play2':
        return void socket.destroy();
      default:
        // releaseStream, FCPublish, _checkbw …: courtesies that want no answer.
        return;
    }
  }

  function acknowledge(bytes: number): void {
    received += bytes;
    if (!isPublishing && received > strangerBytes) socket.destroy();
    if (received - acknowledged < windowBytes / 2) return;
    acknowledged = received;
    sendNumber(messageTypes.acknowledgement, received);
  }

  socket.on('data', (bytes: Buffer) => {
    try {
      const body = step === 'open' ? bytes : greet(bytes);
      for (const message of chunks.push(body)) {
        if (socket.destroyed) return;
        if (message.type === messageTypes.command || message.type === messageTypes.commandAmf3) obey(message);
        else if (message.type === messageTypes.video && isPublishing) events.onVideo(message);
      }
      acknowledge(bytes.length);
    } catch {
      socket.destroy();
    }
  });
}
