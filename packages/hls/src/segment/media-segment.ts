import type { InitSegment } from '../boxes/init-segment.ts';

/** One frame (or more) as it came down the pipe: `moof` + `mdat` with their times. */
export interface TimedFragment {
  /** In order; they are joined once, when their segment is whole. */
  chunks: readonly Uint8Array[];
  /** Ticks of the track. */
  decodeTicks: number;
  durationTicks: number;
  sampleCount: number;
  keyframe: boolean;
}

/** A stretch of a segment that a low-latency playlist can name before the segment is whole. */
export interface SegmentPart {
  offset: number;
  lengthBytes: number;
  durationMs: number;
  independent: boolean;
}

/** A part of a segment that is still coming in, with its bytes as they came. */
export interface OpenPart extends SegmentPart {
  chunks: Uint8Array[];
}

/** A segment that is still coming in. Its address is known, and its first `wholeParts` parts will not change. */
export interface OpenSegment {
  run: string;
  startMs: number;
  parts: readonly OpenPart[];
  wholeParts: number;
}

/** A finished segment. `run` and `startMs` are its address; within a run `startMs` only rises. */
export interface MediaSegment {
  /** A stretch without a break: it has one init segment and one time line. A new run is a discontinuity. */
  run: string;
  init: InitSegment;
  /** Wall clock of its first frame, whole milliseconds since the epoch. */
  startMs: number;
  durationMs: number;
  lengthBytes: number;
  /** Null once its keeper let go of them: a segment that is on disk is read from there. */
  bytes: Uint8Array | null;
  /** Whether it is on disk too, written through. */
  isRecorded: boolean;
  parts: SegmentPart[];
  frames: number;
  /** Whether it begins with a key frame. */
  independent: boolean;
}
