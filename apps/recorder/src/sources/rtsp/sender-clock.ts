/** Seconds from 1900, where NTP begins, to 1970. */
const ntpEpochS = 2_208_988_800;
const senderReport = 200;
const smoothing = 0.2;

/** What a camera's sender reports say of its clock. */
export interface SenderClock {
  /** An interleaved frame of the control channel: RTCP packets, one behind the other (RFC 3550 §6.4.1). */
  hear(packet: Uint8Array, nowMs: number): void;
  /** How far the camera's clock is ahead of ours, smoothed; null before the first report. The way here is in it too. */
  readonly errorMs: number | null;
}

export function createSenderClock(): SenderClock {
  let errorMs: number | null = null;
  return {
    hear(packet, nowMs) {
      if (packet.length < 16 || packet[1] !== senderReport) return;
      const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
      const seconds = view.getUint32(8);
      // A camera without a clock counts from its start, or says nothing.
      if (seconds < ntpEpochS) return;
      const saidMs = (seconds - ntpEpochS) * 1_000 + (view.getUint32(12) / 2 ** 32) * 1_000;
      const heardMs = saidMs - nowMs;
      // A step of its clock is told at once, the jitter of the way here is not.
      const isStep = errorMs === null || Math.abs(heardMs - errorMs) > 1_000;
      errorMs = isStep || errorMs === null ? heardMs : errorMs + smoothing * (heardMs - errorMs);
    },
    get errorMs() {
      return errorMs === null ? null : Math.round(errorMs);
    },
  };
}
