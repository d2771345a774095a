import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { CoderSinks } from './coder.ts';
import { readRtmpAnswers, writeCommand, writeRtmpMessage, rtmpTypes } from './rtmp-message.ts';

export type RtmpTarget = {
  host: string;
  port: number;
  /** RTMP's application: the camera's id. */
  app: string;
  /** RTMP's stream name: the camera's key. It goes over the wire and nowhere else. */
  key: string;
};

/** A camera's sending side: give it to a scene camera as its tap. */
export type RtmpPusher = CoderSinks & { close: () => Promise<void> };

const handshakeBytes = 1_536;
const answerWithinMs = 5_000;
const maxUnsentBytes = 4_000_000;

/** Pushes a coded stream to an RTMP ingest and comes back by itself when the line is lost (Adobe RTMP 1.0, 2012). */
export function createRtmpPusher(options: { target: () => RtmpTarget | null; retryMs?: number }): RtmpPusher {
  const stop = new AbortController();
  let setup: Buffer | null = null;
  let open: { socket: Socket; isStarted: boolean; firstMs: number } | null = null;

  async function pushOnce(target: RtmpTarget): Promise<void> {
    const socket = connect({ host: target.host, port: target.port, noDelay: true });
    const cut = () => socket.destroy();
    stop.signal.addEventListener('abort', cut);
    try {
      socket.setTimeout(answerWithinMs * 2, cut);
      await once(socket, 'connect', { signal: stop.signal });
      await greet(socket);
      await publish(socket, target);
      open = { socket, isStarted: false, firstMs: 0 };
      // Nothing is expected any more; reading on keeps the line's end in sight.
      socket.setTimeout(0);
      socket.resume();
      await once(socket, 'close');
    } finally {
      open = null;
      stop.signal.removeEventListener('abort', cut);
      cut();
    }
  }

  async function keepPushing(): Promise<void> {
    while (!stop.signal.aborted) {
      const target = options.target();
      // A refused key and a lost line look alike from here: both are tried again.
      if (target) await pushOnce(target).catch(() => undefined);
      await wait(options.retryMs ?? 1_000, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  }

  const pushing = keepPushing();
  return {
    onSetup: (next) => {
      setup = next.flvBody;
    },
    onPicture: (picture) => {
      if (!open || !setup || open.socket.destroyed) return;
      if (open.socket.writableLength > maxUnsentBytes) return void open.socket.destroy();
      if (!open.isStarted) {
        if (!picture.isKey) return;
        open.isStarted = true;
        open.firstMs = picture.ptsMs;
        open.socket.write(writeRtmpMessage({ type: rtmpTypes.video, stream: 1, timestampMs: 0, payload: setup }));
      }
      const timestampMs = Math.round(picture.ptsMs - open.firstMs);
      open.socket.write(writeRtmpMessage({ type: rtmpTypes.video, stream: 1, timestampMs, payload: picture.flvBody }));
    },
    close: async () => {
      stop.abort();
      await pushing;
    },
  };
}

/** The handshake of RTMP 1.0 §5.2, without digests. */
async function greet(socket: Socket): Promise<void> {
  const own = Buffer.concat([Buffer.alloc(8), randomBytes(handshakeBytes - 8)]);
  socket.write(Buffer.concat([Buffer.from([3]), own]));
  const answer = await readBytes(socket, 1 + handshakeBytes * 2);
  socket.write(answer.subarray(1, 1 + handshakeBytes));
}

async function readBytes(socket: Socket, count: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  while (length < count) {
    const [part] = (await once(socket, 'data', { signal: AbortSignal.timeout(answerWithinMs) })) as [Buffer];
    parts.push(part);
    length += part.length;
  }
  return Buffer.concat(parts);
}

async function publish(socket: Socket, target: RtmpTarget): Promise<void> {
  const answers = readRtmpAnswers(socket);
  const tcUrl = `rtmp://${target.host}:${target.port}/${target.app}`;
  socket.write(writeCommand(0, ['connect', 1, { app: target.app, type: 'nonprivate', tcUrl }]));
  await answers.wait('_result', answerWithinMs);
  socket.write(writeCommand(0, ['createStream', 2, null]));
  await answers.wait('_result', answerWithinMs);
  socket.write(writeCommand(1, ['publish', 3, null, target.key, 'live']));
  await answers.wait('NetStream.Publish.Start', answerWithinMs);
  answers.close();
}
