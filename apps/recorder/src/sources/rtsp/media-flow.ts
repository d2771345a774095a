import type { Socket } from 'node:net';
import type { Pulse } from './pulse.ts';
import { frameHeadBytes } from './reader.ts';
import type { RtpJoiner } from './rtp-joiner.ts';

/** What came in one read when the camera sends faster than one beat: it is read on at once. */
const burstBytes = 65_536;

/** Where a camera's pictures come: the channel of its connection, and what makes whole pictures of its packets. */
export interface MediaTrack {
  channel: number;
  joiner: RtpJoiner;
}

export interface MediaFlowOptions {
  /** ffmpeg's connection. */
  downstream: Socket;
  pulse: Pulse;
  /** Reads the camera's connection on. */
  resume: () => void;
  /** Pictures were handed to ffmpeg. */
  onPlaying: () => void;
  /** ffmpeg has room again after it had none. */
  onRelease: () => void;
  /** A packet of the camera's control channel (RTCP). */
  onControl: (packet: Buffer) => void;
}

/** One camera's pictures on their way to ffmpeg: whole, in beats, and no faster than ffmpeg takes them. */
export interface MediaFlow {
  readonly isPlaying: boolean;
  /** ffmpeg does not keep up: nothing is read until it does. */
  readonly isHeld: boolean;
  /** The track that was set up; another takes its place. */
  carry(track: MediaTrack): void;
  play(): void;
  /** An interleaved frame, from `start` to `end`; before `play` it goes nowhere. The bytes are lent. */
  takeFrame(bytes: Buffer, start: number, end: number): void;
  /** Hands on what is whole; answers whether more may be read. */
  deliver(): boolean;
  /** After a read of that many bytes: whether to read on at once, else the connection is resumed at the next beat. */
  readsOn(readBytes: number): boolean;
  /** Hands on what is whole at the next beat. */
  deliverAtBeat(): void;
  close(): void;
}

export function createMediaFlow(options: MediaFlowOptions): MediaFlow {
  const { downstream, pulse } = options;
  let track: MediaTrack | null = null;
  let isPlaying = false;
  let isHeld = false;
  let isClosed = false;
  let isDeliveryDue = false;
  let leavePulse = (): void => undefined;

  function deliver(): boolean {
    const bytes = track?.joiner.take(downstream.writableLength === 0) ?? null;
    if (!bytes) return true;
    options.onPlaying();
    if (downstream.write(bytes)) return true;
    isHeld = true;
    downstream.once('drain', () => {
      isHeld = false;
      options.onRelease();
      options.resume();
    });
    return false;
  }

  return {
    get isPlaying() {
      return isPlaying;
    },
    get isHeld() {
      return isHeld;
    },
    carry(next) {
      track = next;
    },
    play() {
      isPlaying = true;
    },
    takeFrame(bytes, start, end) {
      if (isClosed || !isPlaying || !track) return;
      const channel = bytes[start + 1];
      if (channel === track.channel) return track.joiner.push(bytes, start, end);
      if (channel === track.channel + 1) options.onControl(bytes.subarray(start + frameHeadBytes, end));
      track.joiner.pass(bytes, start, end);
    },
    deliver,
    readsOn(readBytes) {
      // Thousands of small reads a second would cost more than all else.
      if (!isPlaying || readBytes >= burstBytes) return true;
      leavePulse = pulse.next(options.resume);
      return false;
    },
    deliverAtBeat() {
      if (isDeliveryDue) return;
      isDeliveryDue = true;
      leavePulse = pulse.next(() => {
        isDeliveryDue = false;
        if (!isClosed && !isHeld) deliver();
      });
    },
    close() {
      isClosed = true;
      leavePulse();
    },
  };
}
