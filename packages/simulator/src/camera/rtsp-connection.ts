import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { formatChallenge, isAuthorised, type RtspCredentials } from './rtsp-authentication.ts';
import { formatRtspAnswer, parseRtspRequest, parseTransport, type RtspRequest } from './rtsp-message.ts';
import { openRtpSender, type RtpSender } from './rtp-sender.ts';
import type { VideoStream } from './video-stream.ts';

export type RtspConnectionOptions = {
  path: string;
  stream: VideoStream;
  credentials: RtspCredentials | null;
  /** While true the camera takes connections and says nothing. */
  isSilent: () => boolean;
};

const maxHeadBytes = 16_384;

/** Serves one RTSP connection until it closes: OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, GET_PARAMETER, TEARDOWN. */
export function serveRtspConnection(socket: Socket, options: RtspConnectionOptions): void {
  const nonce = randomBytes(16).toString('hex');
  const session = randomBytes(8).toString('hex');
  let sender: RtpSender | null = null;
  let stopWatching: (() => void) | null = null;
  let pending: Buffer = Buffer.alloc(0);
  let work = Promise.resolve();

  function end(): void {
    stopWatching?.();
    stopWatching = null;
    sender?.close();
    sender = null;
  }

  async function answer(request: RtspRequest | null): Promise<string> {
    if (!request) return formatRtspAnswer(request, 400);
    if (request.method === 'OPTIONS') {
      const methods = 'OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, GET_PARAMETER, TEARDOWN';
      return formatRtspAnswer(request, 200, [['Public', methods]]);
    }
    if (options.credentials && !isAuthorised(request, options.credentials, nonce)) {
      return formatRtspAnswer(request, 401, [['WWW-Authenticate', formatChallenge(options.credentials.scheme, nonce)]]);
    }
    if (!isForPath(request.uri, options.path)) return formatRtspAnswer(request, 404);
    switch (request.method) {
      case 'DESCRIBE': {
        const sdp = options.stream.describe();
        if (!sdp) return formatRtspAnswer(request, 404);
        return formatRtspAnswer(request, 200, [['Content-Base', `${request.uri.replace(/\/$/, '')}/`]], sdp);
      }
      case 'SETUP':
        return setUp(request);
      case 'PLAY':
        if (!sender) return formatRtspAnswer(request, 455);
        stopWatching ??= options.stream.watch(sender);
        return formatRtspAnswer(request, 200, [
          ['Session', session],
          ['Range', 'npt=now-'],
        ]);
      case 'PAUSE':
        stopWatching?.();
        stopWatching = null;
        return formatRtspAnswer(request, 200, [['Session', session]]);
      case 'GET_PARAMETER':
        return formatRtspAnswer(request, 200, [['Session', session]]);
      case 'TEARDOWN':
        end();
        return formatRtspAnswer(request, 200, [['Session', session]]);
      default:
        return formatRtspAnswer(request, 501);
    }
  }

  async function setUp(request: RtspRequest): Promise<string> {
    const transport = parseTransport(request.headers.get('transport') ?? '');
    if (!transport) return formatRtspAnswer(request, 461);
    end();
    sender = await openRtpSender(socket, transport, options.isSilent);
    return formatRtspAnswer(request, 200, [
      ['Transport', sender.describe()],
      ['Session', `${session};timeout=60`],
    ]);
  }

  function takeMessage(): boolean {
    // Receiver reports of the client come interleaved as `$`, channel, length; nothing here needs them.
    if (pending[0] === 0x24) {
      if (pending.length < 4 || pending.length < 4 + pending.readUInt16BE(2)) return false;
      pending = pending.subarray(4 + pending.readUInt16BE(2));
      return true;
    }
    const headEnd = pending.indexOf('\r\n\r\n');
    if (headEnd < 0) {
      if (pending.length > maxHeadBytes) socket.destroy();
      return false;
    }
    const request = parseRtspRequest(pending.toString('latin1', 0, headEnd));
    const bodyBytes = Number(request?.headers.get('content-length') ?? 0);
    if (pending.length < headEnd + 4 + bodyBytes) return false;
    pending = pending.subarray(headEnd + 4 + bodyBytes);
    work = work.then(async () => {
      const text = await answer(request);
      if (!socket.destroyed) socket.write(text, 'latin1');
    });
    work.catch(() => socket.destroy());
    return true;
  }

  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('close', end);
  socket.on('data', (chunk: Buffer) => {
    if (options.isSilent()) return;
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    while (pending.length > 0 && takeMessage());
  });
}

function isForPath(uri: string, path: string): boolean {
  try {
    const asked = new URL(uri).pathname.replace(/\/+$/, '');
    return asked === `/${path}` || asked.startsWith(`/${path}/`);
  } catch {
    return false;
  }
}
