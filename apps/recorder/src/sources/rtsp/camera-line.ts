import type { SourceFault } from '@sitecast/contract';
import type { AdmittedSource } from '../guard.ts';
import { connectUpstream, readyEventOf } from '../upstream.ts';
import { createExchange, type Exchange } from './exchange.ts';
import { readHeader, writeMessage, type RtspMessage } from './message.ts';
import { createRtspReader } from './reader.ts';

export interface CameraLineOptions {
  source: AdmittedSource;
  now: () => number;
  /** The connection stands; requests may be sent over `exchange`. */
  onReady: (exchange: Exchange) => void;
  /** Bytes came; what they say follows. */
  onArrival: () => void;
  /** An interleaved frame, from `start` to `end`. The bytes are lent. */
  onFrame: (bytes: Buffer, start: number, end: number) => void;
  /** All of one read was handed over: whether to read on, else `resume` has to be called. */
  onRead: (readBytes: number) => boolean;
  /** The camera said something that ends the conversation. */
  onFault: (fault: SourceFault) => void;
  /** The connection ended without a word; `isUntrusted`: because of the camera's certificate. */
  onEnd: (isUntrusted: boolean) => void;
}

/** The connection to one camera: its responses find their requests, its own questions are answered. */
export interface CameraLine {
  readonly localAddress: string;
  readonly remoteAddress: string;
  readonly isOpen: boolean;
  /** An interleaved frame for the camera: a receiver's report. */
  send(frame: Buffer): void;
  resume(): void;
  /** Closes once what was written is sent, at most `graceMs` later. */
  end(graceMs: number): void;
  destroy(): void;
}

/** Connects; after `onFault` or `onEnd` the caller destroys the line. */
export function openCameraLine(options: CameraLineOptions): CameraLine {
  const { source } = options;
  const { username, password } = source.url;
  const credentials = username === '' && password === '' ? null : { username, password };
  let isEnding = false;
  const exchange = createExchange({ credentials, now: options.now, write: (bytes) => void socket.write(bytes) });

  /** Some cameras ask too: to be told we are there, or to send us elsewhere. */
  function answerCamera(request: Extract<RtspMessage, { kind: 'request' }>): void {
    if (request.method === 'REDIRECT') return options.onFault('redirected');
    const status = /^(OPTIONS|GET_PARAMETER|SET_PARAMETER)$/.test(request.method) ? '200 OK' : '501 Not Implemented';
    const cseq = readHeader(request.headers, 'cseq') ?? '0';
    socket.write(writeMessage(`RTSP/1.0 ${status}`, [['CSeq', cseq]]));
  }

  const reader = createRtspReader({
    onMessage(message) {
      // What answers our goodbye is for nobody.
      if (isEnding) return;
      if (message.kind === 'request') return answerCamera(message);
      const fault = exchange.receive(message);
      if (fault) options.onFault(fault);
    },
    onFrame: options.onFrame,
  });
  const socket = connectUpstream(source, (chunk) => {
    options.onArrival();
    try {
      reader.push(chunk);
    } catch {
      options.onFault('no-video');
    }
    return options.onRead(chunk.length);
  });
  socket.once(readyEventOf(source), () => options.onReady(exchange));
  socket.on('close', () => options.onEnd(false));
  socket.on('error', (error: NodeJS.ErrnoException) => options.onEnd(/CERT|^ERR_TLS/.test(error.code ?? '')));

  return {
    get localAddress() {
      return socket.localAddress ?? '';
    },
    get remoteAddress() {
      return socket.remoteAddress ?? '';
    },
    get isOpen() {
      return !socket.destroyed;
    },
    send(frame) {
      if (socket.writable) socket.write(frame);
    },
    resume: () => void socket.resume(),
    end(graceMs) {
      isEnding = true;
      socket.end();
      setTimeout(() => socket.destroy(), graceMs).unref();
    },
    destroy() {
      isEnding = true;
      socket.destroy();
    },
  };
}
