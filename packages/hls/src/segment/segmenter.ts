import type { InitSegment } from '../boxes/init-segment.ts';
import { createArrivalAnchor, type ArrivalAnchor } from './arrival-anchor.ts';
import type { MediaSegment, OpenSegment, TimedFragment } from './media-segment.ts';
import { createPartCollector, joinFragments, type PartCollector } from './segment-part.ts';

export interface SegmenterOptions {
  /** A segment ends at the first key frame from here on. */
  targetMs: number;
  /** A segment ends here without one; the playlist's target duration rests on it. */
  limitMs: number;
  /** Longest part of a segment. */
  partMs: number;
  /** The id of a new run; never the same twice. */
  createRun: (nowMs: number) => string;
}

export interface Segmenter {
  /** The bytes that follow belong to this init: a new run begins. Returns what was unfinished before. */
  begin(init: InitSegment): MediaSegment | null;
  /** One fragment in decode order and when it arrived. Returns the segment it finished, if any. */
  push(fragment: TimedFragment, arrivalMs: number): MediaSegment | null;
  /** The source broke or frames were lost: end the segment, wait for a key frame, begin a new run. */
  breakRun(): MediaSegment | null;
  /**
   * The segment that is coming in; null where there is none, and in the first segment of a run: only at its end is it
   * known when it began.
   */
  readonly open: OpenSegment | null;
}

/** Key frames of a 2 s GOP come 1.96 to 2.04 s apart; waiting for the next would double the segment. */
const toleranceMs = 250;
const jumpLimitMs = 2_000;

/**
 * Groups frames to parts and segments. Every break of the time line (a new init, time that runs back or jumps, a clock
 * that has drifted, lost frames) begins a new run at the next key frame; a run is what players see between discontinuities.
 */
export function createSegmenter(options: SegmenterOptions): Segmenter {
  let init: InitSegment | null = null;
  let run: { id: string; anchor: ArrivalAnchor; lastStartMs: number; offsetMs: number | null } | null = null;
  let open: TimedFragment[] = [];
  let collector: PartCollector = createPartCollector(options.partMs);
  let breaksNext = false;

  const toMs = (ticks: number) => (ticks * 1_000) / (init?.timescale ?? 1);

  const toStartMs = (offsetMs: number, first: TimedFragment, lastStartMs: number): number =>
    Math.max(Math.round(offsetMs + toMs(first.decodeTicks)), lastStartMs + 1);

  const close = (): MediaSegment | null => {
    const first = open[0];
    const last = open.at(-1);
    const fragments = open;
    const { parts } = collector;
    open = [];
    collector = createPartCollector(options.partMs);
    if (!first || !last || !init || !run) return null;
    const { offsetMs, hasDrifted } = run.anchor.closeSegment();
    const { id } = run;
    // Whole milliseconds that add up: each segment ends where the next begins. Strictly rising, it is an address.
    const startMs = toStartMs(offsetMs, first, run.lastStartMs);
    const endMs = Math.round(offsetMs + toMs(last.decodeTicks + last.durationTicks));
    run.lastStartMs = startMs;
    run.offsetMs = offsetMs;
    if (hasDrifted) run = null;
    const bytes = joinFragments(fragments);
    return {
      run: id,
      init,
      startMs,
      durationMs: Math.max(1, endMs - startMs),
      lengthBytes: bytes.byteLength,
      bytes,
      isRecorded: false,
      parts: parts.map(({ offset, lengthBytes, durationMs, independent }) => ({
        offset,
        lengthBytes,
        durationMs,
        independent,
      })),
      frames: fragments.reduce((sum, fragment) => sum + fragment.sampleCount, 0),
      independent: first.keyframe,
    };
  };

  const isJump = (fragment: TimedFragment): boolean => {
    const last = open.at(-1);
    if (!last) return false;
    const aheadTicks = fragment.decodeTicks - last.decodeTicks;
    return aheadTicks < 0 || toMs(aheadTicks - last.durationTicks) > jumpLimitMs;
  };

  const isFull = (fragment: TimedFragment): boolean => {
    const first = open[0];
    if (!first) return false;
    const lengthMs = toMs(fragment.decodeTicks - first.decodeTicks);
    if (fragment.keyframe && (lengthMs >= options.targetMs - toleranceMs || !first.keyframe)) return true;
    return toMs(fragment.decodeTicks + fragment.durationTicks - first.decodeTicks) > options.limitMs;
  };

  return {
    begin(next) {
      const finished = close();
      run = null;
      init = next;
      return finished;
    },
    push(fragment, arrivalMs) {
      if (!init) return null;
      let finished: MediaSegment | null = null;
      if (breaksNext || isJump(fragment)) {
        finished = close();
        run = null;
        breaksNext = false;
      } else if (isFull(fragment)) {
        finished = close();
      }
      if (!run) {
        if (!fragment.keyframe) return finished;
        run = { id: options.createRun(arrivalMs), anchor: createArrivalAnchor(), lastStartMs: 0, offsetMs: null };
      }
      // A source that stalls shows up as one very long frame: it is kept short, and the time line breaks behind it.
      const heldTicks = Math.min(fragment.durationTicks, ((init?.timescale ?? 1) * jumpLimitMs) / 1_000);
      breaksNext = heldTicks < fragment.durationTicks;
      const held = breaksNext ? { ...fragment, durationTicks: heldTicks } : fragment;
      open.push(held);
      collector.add(held, toMs(held.durationTicks));
      run.anchor.observe(toMs(held.decodeTicks + fragment.durationTicks), arrivalMs);
      return finished;
    },
    breakRun() {
      const finished = close();
      run = null;
      return finished;
    },
    get open() {
      const [first] = open;
      if (!run || run.offsetMs === null || !first) return null;
      const { parts, wholeParts } = collector;
      return { run: run.id, startMs: toStartMs(run.offsetMs, first, run.lastStartMs), parts, wholeParts };
    },
  };
}
