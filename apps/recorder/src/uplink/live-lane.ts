import { uplinkPaths } from '@sitecast/contract';
import type { MediaSegment } from '@sitecast/hls';
import type { BackOff } from '../platform/back-off.ts';
import type { Cursor } from './cursor.ts';
import type { LineRate } from './line-rate.ts';
import type { Send } from './sender.ts';

/** Sends what a camera records while it is new. */
export interface LiveLane {
  /** The next segment. Never waits: what cannot be sent in time is owed. */
  offer(segment: MediaSegment): void;
  /** Resolves when nothing new waits. */
  idle(): Promise<void>;
}

/** A segment that waits longer is no live picture any more; then it takes its turn with the others that are owed. */
const mostWaiting = 3;
const limitMs = 10_000;
/** What ended ten seconds ago is no live picture at the centre (EDGE3). */
const freshMs = 9_000;

export function createLiveLane(options: {
  camera: string;
  cursor: Cursor;
  send: Send;
  /** null: the camera has no key, and nothing of it is sent. */
  readKey: () => Promise<string | null>;
  backOff: BackOff;
  rate: LineRate;
  nowMs: () => number;
}): LiveLane {
  const { camera, cursor, backOff, nowMs } = options;
  let waiting: MediaSegment[] = [];
  let working: Promise<void> | null = null;
  /** Before this nothing new is tried: the line is down. */
  let pausedUntilMs = 0;

  const sendNext = async (segment: MediaSegment): Promise<void> => {
    const key = await options.readKey();
    const { run, startMs, durationMs, bytes } = segment;
    // What waited until it is on the disk alone is no live picture any more, and what would come too late is none either.
    if (!bytes || isTooLate(segment)) return cursor.owe(startMs);
    const path = uplinkPaths.segment(camera, run, startMs, durationMs);
    const body = joinInit(segment.init.bytes, bytes);
    const sent = key === null ? 'failed' : await options.send({ path, type: 'video/mp4', body }, key, limitMs);
    if (sent === 'failed') {
      cursor.owe(startMs);
      pausedUntilMs = nowMs() + backOff.next();
      return;
    }
    cursor.acknowledge(startMs);
    backOff.reset();
  };

  /** The line is so slow that it would not be live when it is there: then the line is for the newest, and for what is owed. */
  const isTooLate = ({ startMs, durationMs, lengthBytes }: MediaSegment): boolean => {
    const expectedMs = options.rate.toExpectedMs(lengthBytes);
    const agedMs = Math.max(0, nowMs() - startMs - durationMs);
    return expectedMs !== null && agedMs + expectedMs > freshMs;
  };

  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await sendNext(next);
    working = null;
  };

  return {
    offer(segment) {
      const isPaused = nowMs() < pausedUntilMs && pausedUntilMs - nowMs() < 60_000;
      if (isPaused) return cursor.owe(segment.startMs);
      cursor.pend(segment.startMs);
      waiting.push(segment);
      const late = waiting.slice(0, -mostWaiting);
      waiting = waiting.slice(-mostWaiting);
      for (const { startMs } of late) cursor.owe(startMs);
      working ??= work();
    },
    idle: () => working ?? Promise.resolve(),
  };
}

/** An init and its fragments in one body. */
export function joinInit(init: Uint8Array, fragments: Uint8Array): Uint8Array<ArrayBuffer> {
  const body = new Uint8Array(init.byteLength + fragments.byteLength);
  body.set(init);
  body.set(fragments, init.byteLength);
  return body;
}
