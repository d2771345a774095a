import type { Socket } from 'node:net';
import { Refusal, type SourceFault } from '@sitecast/contract';
import type { AdmittedSource } from '../guard.ts';
import { toPlainAddress } from '../source-url.ts';
import { readyEventOf } from '../upstream.ts';
import { openCameraLine, type CameraLine } from './camera-line.ts';
import { openDatagramTrack, type DatagramTrack } from './datagram-track.ts';
import type { Exchange } from './exchange.ts';
import type { RtpCodec } from '../rtp/key-picture.ts';
import { createMediaFlow } from './media-flow.ts';
import { createNegotiation, type Negotiation, type RtspRequest, type TrackAddresses } from './negotiation.ts';
import type { Pulse } from './pulse.ts';
import type { RtpJoiner } from './rtp-joiner.ts';
import { startSilenceWatch } from './silence-watch.ts';

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
  local: TrackAddresses;
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

export interface Conversation {
  handle(request: RtspRequest): void;
  /** Media from ffmpeg's side: its receiver reports. */
  send(bytes: Buffer): void;
  close(): void;
}

/** Requests ffmpeg may make while the camera is still being connected. */
const mostEarlyRequests = 4;
/** For the camera to hear that its session is given back. */
const goodbyeMs = 500;

/** One ffmpeg, one camera: carries requests up and media down until either side ends. */
export function startConversation(options: ConversationOptions): Conversation {
  const { downstream, local, now, pulse } = options;
  const early: RtspRequest[] = [];
  let line: CameraLine | null = null;
  /** Null until the camera is connected. */
  let negotiation: Negotiation | null = null;
  let isOver = false;

  const flow = createMediaFlow({
    downstream,
    pulse,
    resume: () => line?.resume(),
    onPlaying: options.onPlaying,
    onRelease: () => watch.hear(),
    onControl: (packet) => options.onControl?.(packet),
  });
  const watch = startSilenceWatch({
    silenceMs: options.limits.silenceMs,
    now,
    isPaused: () => flow.isHeld,
    awaitedSinceMs: () => negotiation?.waitingSinceMs ?? null,
    isDue: () => flow.isPlaying || negotiation === null,
    onSilence: () => fail(negotiation === null ? 'unreachable' : 'silent'),
  });

  function end(isCameraWell: boolean): void {
    if (isOver) return;
    isOver = true;
    watch.close();
    flow.close();
    negotiation?.close();
    downstream.destroy();
    if (isCameraWell && line?.isOpen === true && negotiation?.returnSession() === true) line.end(goodbyeMs);
    else line?.destroy();
    options.onEnd();
  }

  function fail(fault: SourceFault): void {
    if (isOver) return;
    options.onFault(fault);
    end(false);
  }

  /** What it means that the camera's side ended now. */
  function toEndFault(isUntrusted: boolean): SourceFault {
    if (negotiation === null) return isUntrusted ? 'refused' : 'unreachable';
    return flow.isPlaying ? 'ended' : 'refused';
  }

  function openDatagrams(codec: RtpCodec, joiner: RtpJoiner): Promise<DatagramTrack> {
    return openDatagramTrack({
      localAddress: line?.localAddress ?? '',
      cameraAddress: line?.remoteAddress ?? '',
      codec,
      joiner,
      now,
      isHeld: () => flow.isHeld || !flow.isPlaying,
      onArrival() {
        watch.hear();
        flow.deliverAtBeat();
      },
      onControl: (packet) => options.onControl?.(packet),
    });
  }

  function negotiate(exchange: Exchange, source: AdmittedSource): void {
    watch.hear();
    negotiation = createNegotiation({
      exchange,
      cameraAddress: toPlainAddress(source.url),
      local,
      openDatagrams: options.transport === 'udp' ? openDatagrams : null,
      answer: (bytes) => void downstream.write(bytes),
      onTrack: (track) => flow.carry(track),
      onPlay: () => flow.play(),
      onFault: fail,
      onBadRequest: () => end(true),
    });
    for (const request of early.splice(0)) negotiation.forward(request);
  }

  async function connect(): Promise<void> {
    const source = await options.admit();
    if (isOver) return;
    // TLS comes in records of 16 kB at most: one for each beat would be slower than the camera.
    const isPaced = readyEventOf(source) !== 'secureConnect';
    line = openCameraLine({
      source,
      now,
      onReady: (exchange) => negotiate(exchange, source),
      onArrival: () => watch.hear(),
      onFrame: (bytes, start, frameEnd) => flow.takeFrame(bytes, start, frameEnd),
      onRead: (readBytes) => !isOver && flow.deliver() && (!isPaced || flow.readsOn(readBytes)),
      onFault: fail,
      onEnd: (isUntrusted) => fail(toEndFault(isUntrusted)),
    });
  }
  connect().catch((error: unknown) => fail(error instanceof Refusal ? 'refused' : 'unreachable'));

  return {
    handle(request) {
      if (negotiation) negotiation.forward(request);
      else if (early.length < mostEarlyRequests) early.push(request);
      else end(true);
    },
    send(frame) {
      if (negotiation?.datagrams?.isGranted === true) negotiation.datagrams.send(frame);
      else if (flow.isPlaying) line?.send(frame);
    },
    close: () => end(true),
  };
}
