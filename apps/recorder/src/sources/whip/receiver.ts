/**
 * The WebRTC receiver: a thread of its own, because it takes what strangers on the network send to its ports. Whatever
 * goes wrong here ends the cameras that push this way, and nothing else.
 */
import { isIP } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { RTCPeerConnection, RTCRtpCodecParameters, useSdesMid, type MediaStreamTrack } from 'werift';
import { createPacketOrder } from '../rtp/packet-order.ts';
import { createPictureGate } from '../rtp/picture-gate.ts';
import { createAvcPictures } from './avc-pictures.ts';
import type { ReceiverNews, ReceiverOrder, ReceiverSettings } from './receiver-words.ts';
import { isEverywhere, toSessionAnswer } from './session-answer.ts';

const settings = workerData as ReceiverSettings;
/** Senders make a key picture where they are asked to; a segment begins with one. */
const keyEveryMs = 2_000;
/** A packet that was asked for again takes this long on a bad line. */
const order = { waitMs: 400, mostWaiting: 1_024 };
const sessions = new Map<string, { close(): void }>();

/** A picture is handed over, not copied once more. */
const tell = (news: ReceiverNews): void =>
  parentPort?.postMessage(news, news.kind === 'video' ? [news.payload.buffer] : []);

const createConnection = (): RTCPeerConnection =>
  new RTCPeerConnection({
    // It asks nobody and connects to nobody: it answers who knows the session's password (ICE lite).
    iceServers: [],
    iceLite: true,
    iceUseIpv4: isIP(settings.host) !== 6,
    iceUseIpv6: isIP(settings.host) === 6,
    iceInterfaceAddresses: { [isIP(settings.host) === 6 ? 'udp6' : 'udp4']: settings.host },
    iceAdditionalHostAddresses: isEverywhere(settings) ? [] : [settings.host],
    ...(settings.ports && { icePortRange: [...settings.ports] as [number, number] }),
    codecs: {
      audio: [],
      video: [
        new RTCRtpCodecParameters({
          mimeType: 'video/H264',
          clockRate: 90_000,
          // Not `transport-cc`: on its reports a browser went down to 30 kbit/s and stayed there; by losses it finds what the line carries.
          rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
          parameters: 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
        }),
      ],
    },
    headerExtensions: { video: [useSdesMid()] },
  });

async function take(session: string, offer: string): Promise<void> {
  const connection = createConnection();
  let heardAtMs = performance.now();
  let askForKey = (): void => undefined;

  const pictures = createAvcPictures({
    onSetup(payload, timestampMs) {
      tell({ kind: 'began', session });
      tell({ kind: 'video', session, timestampMs, payload: new Uint8Array(payload) });
    },
    onPicture: (payload, timestampMs) =>
      tell({ kind: 'video', session, timestampMs, payload: new Uint8Array(payload) }),
  });
  const gate = createPictureGate('H264', (packet) => pictures.push(packet));
  const inOrder = createPacketOrder({
    ...order,
    deliver(packet, isAfterGap) {
      if (isAfterGap) askForKey();
      gate.push(packet, isAfterGap);
    },
  });

  const watch = setInterval(() => {
    askForKey();
    if (performance.now() - heardAtMs > settings.silenceMs) close();
  }, keyEveryMs);
  const close = (): void => {
    if (!sessions.delete(session)) return;
    clearInterval(watch);
    void connection.close().catch(() => undefined);
    tell({ kind: 'ended', session });
  };
  sessions.set(session, { close });

  connection.onTrack.subscribe((track: MediaStreamTrack) => {
    const receiver = connection.getReceivers().find((one) => one.tracks.includes(track));
    if (track.kind !== 'video' || !receiver) return;
    askForKey = () => {
      if (track.ssrc !== undefined) receiver.sendRtcpPLI(track.ssrc).catch(() => undefined);
    };
    track.onReceiveRtp.subscribe((packet) => {
      heardAtMs = performance.now();
      inOrder.push(packet.serialize(), heardAtMs);
    });
  });
  connection.connectionStateChange.subscribe((state) => {
    if (state === 'failed' || state === 'closed' || state === 'disconnected') close();
  });

  try {
    await connection.setRemoteDescription({ type: 'offer', sdp: offer });
    const hasVideo = connection.getTransceivers().some(({ kind, codecs }) => kind === 'video' && codecs.length > 0);
    if (!hasVideo) {
      tell({ kind: 'refused', session, reason: 'no-video' });
      return close();
    }
    await connection.setLocalDescription(await connection.createAnswer());
    tell({ kind: 'answer', session, answer: toSessionAnswer(connection.localDescription?.sdp ?? '', settings) });
  } catch {
    tell({ kind: 'refused', session, reason: 'unreadable' });
    close();
  }
}

/** Where the sender may be reached is not looked at: nothing is ever sent to an address that it named. */
const withoutCandidates = (offer: string): string =>
  offer.replaceAll(/^a=(?:candidate:.*|end-of-candidates)\r?\n/gm, '');

parentPort?.on('message', (given: ReceiverOrder) => {
  if (given.kind === 'take') void take(given.session, withoutCandidates(given.offer));
  else sessions.get(given.session)?.close();
});
