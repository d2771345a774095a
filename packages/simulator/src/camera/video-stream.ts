import { randomInt } from 'node:crypto';
import type { CodecSetup, CodedPicture } from './flv-stream.ts';
import { createRtpPacketiser, h264PayloadType } from './rtp-packets.ts';

/** What a viewer of a stream gets: the packets of one picture, made once for all viewers. */
export type RtpPicture = { packets: Buffer[]; isKey: boolean };
export type StreamViewer = { onPicture: (picture: RtpPicture) => void; onReport: (report: Buffer) => void };

export type VideoStream = {
  setUp: (setup: CodecSetup) => void;
  publish: (picture: CodedPicture) => void;
  /** The SDP of a DESCRIBE, or null while no codec setup is known. */
  describe: () => string | null;
  watch: (viewer: StreamViewer) => () => void;
};

const reportEveryMs = 5_000;

/** What becomes of a packet on its way: it comes as it is, changed, or not at all (null). */
export type Line = (packet: Buffer) => Buffer | null;

export type VideoStreamOptions = {
  now: () => number;
  title: string;
  /** The bad line, the same for every viewer; left out, every packet comes as it is. */
  line?: Line;
  /** RTP time of the first picture, 0 ≤ x < 2^32; left out, by chance. Near the end it wraps soon. */
  firstRtpTime?: number;
};

/** One coded stream with any number of viewers; knows RTP, not how the packets travel. */
export function createVideoStream(options: VideoStreamOptions): VideoStream {
  const packetiser = createRtpPacketiser({ ssrc: randomInt(2 ** 31), firstSequence: randomInt(2 ** 16) });
  const viewers = new Set<StreamViewer>();
  const timeOffset = options.firstRtpTime ?? randomInt(2 ** 31);
  const carry: Line = options.line ?? ((packet) => packet);
  let setup: CodecSetup | null = null;
  let reportedAtMs = 0;

  function publish(picture: CodedPicture): void {
    if (!setup || viewers.size === 0) return;
    const timestamp = (timeOffset + Math.round(picture.ptsMs * 90)) >>> 0;
    // Cameras repeat the parameter sets before each key frame; a receiver that lost them recovers there.
    const nals = picture.isKey ? [setup.sps, setup.pps, ...picture.nals] : picture.nals;
    const packets = packetiser.packetise(nals, timestamp).map(carry);
    const packed = { packets: packets.filter((packet) => packet !== null), isKey: picture.isKey };
    for (const viewer of viewers) viewer.onPicture(packed);
    const nowMs = options.now();
    // Its clock may be set back, and then it reports all the same.
    if (Math.abs(nowMs - reportedAtMs) < reportEveryMs) return;
    reportedAtMs = nowMs;
    const report = packetiser.reportSent(nowMs, timestamp);
    for (const viewer of viewers) viewer.onReport(report);
  }

  function describe(): string | null {
    if (!setup) return null;
    const profile = setup.sps.toString('hex', 1, 4);
    const sets = `${setup.sps.toString('base64')},${setup.pps.toString('base64')}`;
    return [
      'v=0',
      'o=- 0 0 IN IP4 127.0.0.1',
      `s=${options.title}`,
      'c=IN IP4 0.0.0.0',
      't=0 0',
      'a=control:*',
      `m=video 0 RTP/AVP ${h264PayloadType}`,
      `a=rtpmap:${h264PayloadType} H264/90000`,
      `a=fmtp:${h264PayloadType} packetization-mode=1; sprop-parameter-sets=${sets}; profile-level-id=${profile}`,
      'a=control:trackID=0',
      '',
    ].join('\r\n');
  }

  return {
    setUp: (next) => {
      setup = next;
    },
    publish,
    describe,
    watch: (viewer) => {
      viewers.add(viewer);
      return () => viewers.delete(viewer);
    },
  };
}
