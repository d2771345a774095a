import type { SourceFault } from '@sitecast/contract';
import type { DatagramTrack } from './datagram-track.ts';
import { describeVideo } from './description.ts';
import type { Exchange, RtspResponse } from './exchange.ts';
import type { RtpCodec } from '../rtp/key-picture.ts';
import type { MediaTrack } from './media-flow.ts';
import { readHeader, type RtspMessage } from './message.ts';
import { passedUp, pickHeaders, writeAnswer } from './passed-message.ts';
import { createRtpJoiner, type RtpJoiner } from './rtp-joiner.ts';

export type RtspRequest = Extract<RtspMessage, { kind: 'request' }>;
/** One presentation: the stream as a whole, and its one track. */
export interface TrackAddresses {
  aggregate: string;
  track: string;
}

export interface NegotiationOptions {
  /** The requests to the camera. */
  exchange: Exchange;
  /** Where the camera is, until it says otherwise in its description. */
  cameraAddress: string;
  /** Addresses ffmpeg was given. */
  local: TrackAddresses;
  /** Opens ports for packets; null where pictures come on the camera's connection. */
  openDatagrams: ((codec: RtpCodec, joiner: RtpJoiner) => Promise<DatagramTrack>) | null;
  /** Writes an answer to ffmpeg. */
  answer: (bytes: Buffer) => void;
  onTrack: (track: MediaTrack) => void;
  onPlay: () => void;
  onFault: (fault: SourceFault) => void;
  /** ffmpeg asks for what is none of its business. */
  onBadRequest: () => void;
}

/** What ffmpeg and a camera agree on: the track, the way it comes, and the session the camera keeps for it. */
export interface Negotiation {
  /** Carries a request of ffmpeg's to the camera, and the response back, each with the other's addresses. */
  forward(request: RtspRequest): void;
  /** When the oldest request the camera has not answered was sent; null where none waits. */
  readonly waitingSinceMs: number | null;
  /** The track that comes as packets of its own; null where none was set up. */
  readonly datagrams: DatagramTrack | null;
  /** Ends the session, if there is one, and answers whether there was: cameras have few to give. */
  returnSession(): boolean;
  /** Closes its ports; nothing is set up afterwards. */
  close(): void;
}

const readSession = (response: RtspResponse): string | null =>
  (readHeader(response.headers, 'session') ?? '').split(';')[0] ?? null;

export function createNegotiation(options: NegotiationOptions): Negotiation {
  const { exchange, local, answer } = options;
  let camera: TrackAddresses = { aggregate: options.cameraAddress, track: options.cameraAddress };
  let codec: RtpCodec = 'H264';
  let session: string | null = null;
  let datagrams: DatagramTrack | null = null;
  let isClosed = false;

  /** ffmpeg knows two addresses; any other is not passed on. */
  function toCameraUri(uri: string): string | null {
    if (uri.replace(/\/$/, '') === local.aggregate) return camera.aggregate;
    return uri === local.track ? camera.track : null;
  }

  /** Rewrites `RTP-Info` to the relay's addresses; without it ffmpeg does as well. */
  function rewriteRtpInfo(response: RtspResponse): [string, string][] {
    const info = readHeader(response.headers, 'rtp-info');
    const rest = info?.startsWith(`url=${camera.track}`) ? info.slice(camera.track.length + 4) : '';
    return /^;[\w=;]*$/.test(rest) ? [['RTP-Info', `url=${local.track}${rest}`]] : [];
  }

  function answerDescription(cseq: string, response: RtspResponse): void {
    const base = readHeader(response.headers, 'content-base') ?? readHeader(response.headers, 'content-location');
    const isUri = base !== undefined && /^rtsps?:\/\/[!-~]+$/i.test(base);
    const description = describeVideo(response.body.toString('latin1'), isUri ? base : camera.aggregate, local);
    if (!description.ok) return options.onFault(description.fault);
    codec = description.codec;
    camera = { aggregate: description.aggregateUri, track: description.trackUri };
    const body = Buffer.from(description.text, 'latin1');
    answer(writeAnswer(cseq, response, [['Content-Base', local.aggregate]], body));
  }

  /** The camera names a channel of its connection; false where it does not. */
  function takeChannel(response: RtspResponse): boolean {
    const channel = /interleaved=(\d{1,3})/i.exec(readHeader(response.headers, 'transport') ?? '')?.[1];
    if (channel === undefined) return false;
    session = readSession(response);
    options.onTrack({ channel: Number(channel), joiner: createRtpJoiner(codec) });
    return true;
  }

  /** ffmpeg asks for its connection; the camera is asked for packets, which are put onto it here. */
  async function setUpDatagrams(
    open: NonNullable<NegotiationOptions['openDatagrams']>,
    request: RtspRequest,
    cseq: string,
    uri: string,
  ): Promise<void> {
    const joiner = createRtpJoiner(codec);
    const track = await open(codec, joiner);
    if (isClosed) return track.close();
    datagrams = track;
    const headers: [string, string][] = [...pickHeaders(request, ['accept', 'session']), ['Transport', track.asked]];
    exchange.send({ method: 'SETUP', uri, headers }, (response) => {
      if (response.status >= 400) return answer(writeAnswer(cseq, response));
      if (track.accept(readHeader(response.headers, 'transport') ?? '')) {
        session = readSession(response);
        options.onTrack({ channel: 0, joiner });
        return answer(writeAnswer(cseq, response, [['Transport', 'RTP/AVP/TCP;unicast;interleaved=0-1']]));
      }
      // Some cameras know their connection alone, and say so by answering with a channel of it.
      if (!takeChannel(response)) return options.onFault('refused');
      answer(writeAnswer(cseq, response));
    });
  }

  return {
    forward(request) {
      const cseq = readHeader(request.headers, 'cseq') ?? '0';
      const uri = toCameraUri(request.uri);
      if (uri === null || !/^\d{1,9}$/.test(cseq)) return options.onBadRequest();
      const { openDatagrams } = options;
      if (request.method === 'SETUP' && openDatagrams) {
        return void setUpDatagrams(openDatagrams, request, cseq, uri).catch(() => options.onFault('refused'));
      }
      exchange.send({ method: request.method, uri, headers: pickHeaders(request, passedUp) }, (response) => {
        if (response.status >= 400) return answer(writeAnswer(cseq, response));
        if (request.method === 'DESCRIBE') return answerDescription(cseq, response);
        if (request.method === 'SETUP' && !takeChannel(response)) return options.onFault('refused');
        if (request.method === 'TEARDOWN') session = null;
        answer(writeAnswer(cseq, response, rewriteRtpInfo(response)));
        if (request.method === 'PLAY') options.onPlay();
      });
    },
    get waitingSinceMs() {
      return exchange.waitingSinceMs;
    },
    get datagrams() {
      return datagrams;
    },
    returnSession() {
      if (session === null) return false;
      const headers: [string, string][] = [['Session', session]];
      exchange.send({ method: 'TEARDOWN', uri: camera.aggregate, headers }, () => undefined);
      return true;
    },
    close() {
      isClosed = true;
      datagrams?.close();
    },
  };
}
