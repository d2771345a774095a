import type { Socket } from 'node:net';
import { Refusal, type SourceFault } from '@sitecast/contract';
import type { AdmittedSource } from '../guard.ts';
import { toPlainAddress } from '../source-url.ts';
import { connectUpstream, readyEventOf } from '../upstream.ts';
import { openDatagramTrack, type DatagramTrack } from './datagram-track.ts';
import { describeVideo } from './description.ts';
import { createExchange, type Exchange, type RtspResponse } from './exchange.ts';
import type { RtpCodec } from './key-picture.ts';
import { readHeader, writeMessage, type RtspMessage } from './message.ts';
import type { Pulse } from './pulse.ts';
import { createRtspReader, frameHeadBytes } from './reader.ts';
import { createRtpJoiner, type RtpJoiner } from './rtp-joiner.ts';

type RtspRequest = Extract<RtspMessage, { kind: 'request' }>;

export interface RelayLimits {
  /** Longest wait for the connection, for a response, and for the next byte of media. */
  silenceMs: number;
}

export type RtspTransport = 'tcp' | 'udp';

export interface ConversationOptions {
  downstream: Socket;
  /** Resolves and checks the camera's address anew for each connection. */
  admit: () => Promise<AdmittedSource>;
  /** How the camera's pictures come: on its connection, or as packets of their own. */
  transport: RtspTransport;
  /** Addresses ffmpeg was given: the stream as a whole and its one track. */
  local: { aggregate: string; track: string };
  limits: RelayLimits;
  /** When media is read next; all cameras share it. */
  pulse: Pulse;
  now: () => number;
  onFault: (fault: SourceFault) => void;
  onPlaying: () => void;
  /** A packet of the camera's control channel (RTCP). */
  onControl?: (packet: Buffer) => void;
  onEnd: () => void;
}

/** What came in one read when the camera sends faster than one beat: it is read on at once. */
const burstBytes = 65_536;

const passedDown = ['session', 'transport', 'public', 'content-type', 'range'] as const;
const passedUp = ['accept', 'transport', 'session', 'range'] as const;

function pick(message: RtspMessage, names: readonly string[]): [string, string][] {
  return names.flatMap((name) => {
    const value = readHeader(message.headers, name);
    return value === undefined ? [] : [[name, value] as [string, string]];
  });
}

export interface Conversation {
  handle(request: RtspRequest): void;
  /** Media from ffmpeg's side: its receiver reports. */
  send(bytes: Buffer): void;
  close(): void;
}

/** One ffmpeg, one camera: carries requests up and media down until either side ends. */
export function startConversation(options: ConversationOptions): Conversation {
  const { downstream, local, limits, pulse, now } = options;
  const early: RtspRequest[] = [];
  let upstream: Socket | null = null;
  let exchange: Exchange | null = null;
  let uris = { aggregate: '', track: '' };
  let session: string | null = null;
  let codec: RtpCodec = 'H264';
  let media: { channel: number; joiner: RtpJoiner } | null = null;
  let datagrams: DatagramTrack | null = null;
  let isPlaying = false;
  /** ffmpeg does not keep up: nothing is read until it does. */
  let isHeld = false;
  let leavePulse = (): void => undefined;
  let isOver = false;
  let heardAtMs = now();

  function end(): void {
    if (isOver) return;
    isOver = true;
    clearInterval(watch);
    leavePulse();
    datagrams?.close();
    downstream.destroy();
    if (upstream && session !== null && !upstream.destroyed) {
      // Cameras have few sessions to give: hand this one back.
      exchange?.send({ method: 'TEARDOWN', uri: uris.aggregate, headers: [['Session', session]] }, () => undefined);
      upstream.end();
      setTimeout(() => upstream?.destroy(), 500).unref();
    } else upstream?.destroy();
    options.onEnd();
  }

  function fail(fault: SourceFault): void {
    if (isOver) return;
    options.onFault(fault);
    session = null;
    end();
  }

  const watch = setInterval(
    () => {
      // What we paused ourselves cannot be heard.
      if (isHeld) return;
      const waitingSinceMs = exchange?.waitingSinceMs ?? null;
      const isLate = waitingSinceMs !== null && now() - waitingSinceMs > limits.silenceMs;
      const isSilent = (isPlaying || exchange === null) && now() - heardAtMs > limits.silenceMs;
      if (isLate || isSilent) fail(exchange === null ? 'unreachable' : 'silent');
    },
    Math.max(20, limits.silenceMs / 10),
  );
  watch.unref();

  function answer(cseq: string, response: RtspResponse, extra: [string, string][], body?: Buffer): void {
    const start = `RTSP/1.0 ${response.status} ${response.reason.replaceAll(/[^ -~]/g, '')}`;
    const own = extra.map(([name]) => name.toLowerCase());
    const passed = pick(
      response,
      passedDown.filter((name) => !own.includes(name)),
    );
    downstream.write(writeMessage(start, [['CSeq', cseq], ...passed, ...extra], body));
  }

  /** Rewrites `RTP-Info` to the relay's addresses; without it ffmpeg does as well. */
  function rewriteRtpInfo(response: RtspResponse): [string, string][] {
    const info = readHeader(response.headers, 'rtp-info');
    const rest = info?.startsWith(`url=${uris.track}`) ? info.slice(uris.track.length + 4) : '';
    return /^;[\w=;]*$/.test(rest) ? [['RTP-Info', `url=${local.track}${rest}`]] : [];
  }

  /** ffmpeg knows two addresses; any other is none of its business. */
  function toCameraUri(uri: string): string | null {
    if (uri.replace(/\/$/, '') === local.aggregate) return uris.aggregate;
    return uri === local.track ? uris.track : null;
  }

  function forward(request: RtspRequest): void {
    const cseq = readHeader(request.headers, 'cseq') ?? '0';
    const uri = toCameraUri(request.uri);
    if (uri === null || !/^\d{1,9}$/.test(cseq)) return end();
    if (request.method === 'SETUP' && options.transport === 'udp') return setUpDatagrams(request, cseq, uri);
    exchange?.send({ method: request.method, uri, headers: pick(request, passedUp) }, (response) => {
      if (response.status >= 400) return answer(cseq, response, []);
      if (request.method === 'DESCRIBE') return answerDescription(cseq, response);
      if (request.method === 'SETUP' && !setUpChannel(response)) return fail('refused');
      if (request.method === 'TEARDOWN') session = null;
      answer(cseq, response, rewriteRtpInfo(response));
      if (request.method === 'PLAY') isPlaying = true;
    });
  }

  /** The camera names a channel of its connection; false where it does not. */
  function setUpChannel(response: RtspResponse): boolean {
    const channel = /interleaved=(\d{1,3})/i.exec(readHeader(response.headers, 'transport') ?? '')?.[1];
    if (channel === undefined) return false;
    media = { channel: Number(channel), joiner: createRtpJoiner(codec) };
    session = (readHeader(response.headers, 'session') ?? '').split(';')[0] ?? null;
    return true;
  }

  /** ffmpeg asks for its connection; the camera is asked for packets, which are put onto it here. */
  function setUpDatagrams(request: RtspRequest, cseq: string, uri: string): void {
    const joiner = createRtpJoiner(codec);
    let isAwaited = false;
    const arrive = (): void => {
      heardAtMs = now();
      if (isAwaited) return;
      isAwaited = true;
      leavePulse = pulse.next(() => {
        isAwaited = false;
        if (!isOver && !isHeld) deliver();
      });
    };
    openDatagramTrack({
      localAddress: upstream?.localAddress ?? '',
      cameraAddress: upstream?.remoteAddress ?? '',
      codec,
      joiner,
      now,
      isHeld: () => isHeld || !isPlaying,
      onArrival: arrive,
      onControl: (packet) => options.onControl?.(packet),
    }).then(
      (track) => {
        if (isOver) return track.close();
        datagrams = track;
        const headers: [string, string][] = [...pick(request, ['accept', 'session']), ['Transport', track.asked]];
        exchange?.send({ method: 'SETUP', uri, headers }, (response) => {
          if (response.status >= 400) return answer(cseq, response, []);
          const isGranted = track.accept(readHeader(response.headers, 'transport') ?? '');
          if (isGranted) media = { channel: 0, joiner };
          // Some cameras know their connection alone, and say so by answering with a channel of it.
          else if (!setUpChannel(response)) return fail('refused');
          session = (readHeader(response.headers, 'session') ?? '').split(';')[0] ?? null;
          answer(cseq, response, isGranted ? [['Transport', 'RTP/AVP/TCP;unicast;interleaved=0-1']] : []);
        });
      },
      () => fail('refused'),
    );
  }

  function answerDescription(cseq: string, response: RtspResponse): void {
    const base = readHeader(response.headers, 'content-base') ?? readHeader(response.headers, 'content-location');
    const isUri = base !== undefined && /^rtsps?:\/\/[!-~]+$/i.test(base);
    const description = describeVideo(response.body.toString('latin1'), isUri ? base : uris.aggregate, local);
    if (!description.ok) return fail(description.fault);
    codec = description.codec;
    uris = { aggregate: description.aggregateUri, track: description.trackUri };
    answer(cseq, response, [['Content-Base', local.aggregate]], Buffer.from(description.text, 'latin1'));
  }

  /** Some cameras ask too: to be told we are there, or to send us elsewhere. */
  function answerCamera(request: RtspRequest): void {
    if (request.method === 'REDIRECT') return fail('redirected');
    const status = /^(OPTIONS|GET_PARAMETER|SET_PARAMETER)$/.test(request.method) ? '200 OK' : '501 Not Implemented';
    const cseq = readHeader(request.headers, 'cseq') ?? '0';
    upstream?.write(writeMessage(`RTSP/1.0 ${status}`, [['CSeq', cseq]]));
  }

  /** What it means that the camera's side ended now. */
  function toEndFault(): SourceFault {
    if (exchange === null) return 'unreachable';
    return isPlaying ? 'ended' : 'refused';
  }

  /** Hands on what is whole; answers whether more may be read. */
  function deliver(): boolean {
    const bytes = media?.joiner.take(downstream.writableLength === 0) ?? null;
    if (!bytes) return true;
    options.onPlaying();
    if (downstream.write(bytes)) return true;
    isHeld = true;
    downstream.once('drain', () => {
      isHeld = false;
      heardAtMs = now();
      upstream?.resume();
    });
    return false;
  }

  /** What is read of a playing camera is read in beats: thousands of small reads a second would cost more than all else. */
  function waitForPulse(bytes: number): boolean {
    if (!isPlaying || bytes >= burstBytes) return true;
    leavePulse = pulse.next(() => upstream?.resume());
    return false;
  }

  function createUpstreamReader(sends: Exchange): ReturnType<typeof createRtspReader> {
    return createRtspReader({
      onMessage(message) {
        if (isOver) return;
        if (message.kind === 'request') return answerCamera(message);
        const fault = sends.receive(message);
        if (fault) fail(fault);
      },
      onFrame(bytes, start, end) {
        if (isOver || !isPlaying || !media) return;
        if (bytes[start + 1] === media.channel) media.joiner.push(bytes, start, end);
        else {
          if (bytes[start + 1] === media.channel + 1) options.onControl?.(bytes.subarray(start + frameHeadBytes, end));
          media.joiner.pass(bytes, start, end);
        }
      },
    });
  }

  function connect(source: AdmittedSource): Socket {
    const { username, password } = source.url;
    const credentials = username === '' && password === '' ? null : { username, password };
    const sends = createExchange({ credentials, now, write: (bytes) => void socket.write(bytes) });
    const reader = createUpstreamReader(sends);
    // TLS comes in records of 16 kB at most: one for each beat would be slower than the camera.
    const isSecure = readyEventOf(source) === 'secureConnect';
    const socket = connectUpstream(source, (chunk) => {
      heardAtMs = now();
      try {
        reader.push(chunk);
      } catch {
        fail('no-video');
      }
      return !isOver && deliver() && (isSecure || waitForPulse(chunk.length));
    });
    socket.once(readyEventOf(source), () => {
      exchange = sends;
      heardAtMs = now();
      for (const request of early.splice(0)) forward(request);
    });
    socket.on('close', () => fail(toEndFault()));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const isCertificate = /CERT|^ERR_TLS/.test(error.code ?? '');
      fail(isCertificate && exchange === null ? 'refused' : toEndFault());
    });
    return socket;
  }

  async function open(): Promise<void> {
    try {
      const source = await options.admit();
      if (isOver) return;
      const address = toPlainAddress(source.url);
      uris = { aggregate: address, track: address };
      upstream = connect(source);
    } catch (error) {
      fail(error instanceof Refusal ? 'refused' : 'unreachable');
    }
  }
  void open();

  return {
    handle(request) {
      if (exchange) forward(request);
      else if (early.length < 4) early.push(request);
      else end();
    },
    send(bytes) {
      if (datagrams?.isGranted === true) datagrams.send(bytes);
      else if (isPlaying && upstream?.writable === true) upstream.write(bytes);
    },
    close: end,
  };
}
