const maxPayloadBytes = 1_380;
const headerBytes = 12;
/** The dynamic payload type that the SDP names. */
export const h264PayloadType = 96;

export type RtpPacketiser = {
  /** The RTP packets of one picture; the last one carries the marker bit. `timestamp` is in 1/90000 s. */
  packetise: (nals: readonly Buffer[], timestamp: number) => Buffer[];
  /** An RTCP sender report, so that receivers can put RTP time on the wall clock. */
  reportSent: (nowMs: number, timestamp: number) => Buffer;
};

/** Packs H.264 into RTP: single NAL units and FU-A fragments (RFC 6184 §5.6, §5.8; packetization-mode 1). */
export function createRtpPacketiser(options: { ssrc: number; firstSequence: number }): RtpPacketiser {
  let sequence = options.firstSequence & 0xffff;
  let sentPackets = 0;
  let sentBytes = 0;

  function toPacket(timestamp: number, isLast: boolean, payload: readonly Buffer[]): Buffer {
    const header = Buffer.allocUnsafe(headerBytes);
    header.writeUInt8(0x80, 0);
    header.writeUInt8((isLast ? 0x80 : 0) | h264PayloadType, 1);
    header.writeUInt16BE(sequence, 2);
    header.writeUInt32BE(timestamp >>> 0, 4);
    header.writeUInt32BE(options.ssrc >>> 0, 8);
    sequence = (sequence + 1) & 0xffff;
    const packet = Buffer.concat([header, ...payload]);
    sentPackets += 1;
    sentBytes += packet.length - headerBytes;
    return packet;
  }

  function packetise(nals: readonly Buffer[], timestamp: number): Buffer[] {
    const packets: Buffer[] = [];
    nals.forEach((nal, index) => {
      const isLastNal = index === nals.length - 1;
      if (nal.length <= maxPayloadBytes) {
        packets.push(toPacket(timestamp, isLastNal, [nal]));
        return;
      }
      const first = nal.readUInt8(0);
      for (let at = 1; at < nal.length; at += maxPayloadBytes) {
        const part = nal.subarray(at, at + maxPayloadBytes);
        const isEnd = at + part.length >= nal.length;
        const fragment = Buffer.from([
          (first & 0xe0) | 28,
          (at === 1 ? 0x80 : 0) | (isEnd ? 0x40 : 0) | (first & 0x1f),
        ]);
        packets.push(toPacket(timestamp, isLastNal && isEnd, [fragment, part]));
      }
    });
    return packets;
  }

  function reportSent(nowMs: number, timestamp: number): Buffer {
    const report = Buffer.alloc(28);
    report.writeUInt8(0x80, 0);
    report.writeUInt8(200, 1);
    report.writeUInt16BE(6, 2);
    report.writeUInt32BE(options.ssrc >>> 0, 4);
    // NTP counts from 1900: 70 years and 17 leap days before the Unix epoch.
    report.writeUInt32BE((Math.floor(nowMs / 1000) + 2_208_988_800) >>> 0, 8);
    report.writeUInt32BE(Math.floor(((nowMs % 1000) / 1000) * 2 ** 32) >>> 0, 12);
    report.writeUInt32BE(timestamp >>> 0, 16);
    report.writeUInt32BE(sentPackets >>> 0, 20);
    report.writeUInt32BE(sentBytes >>> 0, 24);
    return report;
  }

  return { packetise, reportSent };
}
