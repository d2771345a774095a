import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InitSegment } from '../boxes/init-segment.ts';
import type { MediaSegment } from './media-segment.ts';
import { createSegmenter } from './segmenter.ts';

const init: InitSegment = {
  bytes: new Uint8Array(8),
  trackId: 1,
  timescale: 1_000,
  width: 320,
  height: 180,
  setup: { family: 'avc', codec: 'avc1.42c01e', lengthBytes: 4, sequenceParameterSets: [] },
  defaults: { durationTicks: 0, sizeBytes: 0, flags: 0 },
};

interface Frame {
  lengthMs: number;
  keyframe: boolean;
  /** Hole before it in the stream's own time. */
  jumpMs?: number;
  /** Late by this much. */
  lateMs?: number;
}

/** Feeds frames as a camera sends them: each arrives when it ends, plus its delay. */
function play(frames: readonly Frame[], startMs = 1_000_000): MediaSegment[] {
  let runs = 0;
  const segmenter = createSegmenter({
    targetMs: 2_000,
    limitMs: 4_400,
    partMs: 500,
    createRun: () => `run${++runs}`,
  });
  segmenter.begin(init);
  const found: (MediaSegment | null)[] = [];
  let decodeMs = 0;
  let elapsedMs = 0;
  for (const [index, frame] of frames.entries()) {
    decodeMs += frame.jumpMs ?? 0;
    elapsedMs += frame.lengthMs;
    const fragment = {
      chunks: [new Uint8Array([index & 255])],
      decodeTicks: decodeMs,
      durationTicks: frame.lengthMs,
      sampleCount: 1,
      keyframe: frame.keyframe,
    };
    found.push(segmenter.push(fragment, startMs + elapsedMs + (frame.lateMs ?? 0)));
    decodeMs += frame.lengthMs;
  }
  found.push(segmenter.breakRun());
  return found.filter((segment) => segment !== null);
}

const gop = (frames: number, change: Partial<Frame> = {}): Frame[] =>
  Array.from({ length: frames }, (_, index) => ({ lengthMs: 40, keyframe: index === 0, ...change }));
const times = <T>(count: number, make: (index: number) => T[]): T[] =>
  Array.from({ length: count }, (_, index) => make(index)).flat();

describe('segmenter', () => {
  it('cuts a camera with a key frame each second into segments of two', () => {
    const segments = play(times(8, () => gop(25)));
    expect(segments.map((segment) => segment.durationMs)).toEqual([2_000, 2_000, 2_000, 2_000]);
    expect(segments.every((segment) => segment.independent)).toBe(true);
  });

  it('takes a key frame that comes a little early rather than waiting for the next', () => {
    const segments = play(times(4, () => gop(49)));
    expect(segments.map((segment) => segment.durationMs)).toEqual([1_960, 1_960, 1_960, 1_960]);
  });

  it('splits a stream without key frames at its limit and says that the rest begins without one', () => {
    const segments = play(gop(250));
    expect(segments.every((segment) => segment.durationMs <= 4_400)).toBe(true);
    expect(segments.map((segment) => segment.independent)).toEqual([true, false, false]);
  });

  it('groups frames to parts that fill the segment', () => {
    const [segment] = play(gop(50));
    expect(segment?.parts.every((part) => part.durationMs <= 500)).toBe(true);
    expect(segment?.parts[0]?.independent).toBe(true);
    expect(segment?.parts.reduce((sum, part) => sum + part.lengthBytes, 0)).toBe(segment?.lengthBytes);
  });

  it.each([
    ['frames', 40, 1, 240],
    ['fragments of 200 ms', 200, 5, 200],
    ['one frame a second', 1_000, 1, 1_000],
  ])('[MEDIA8] tells the parts of what is coming in, and keeps its word: %s', (_what, lengthMs, samples, partMs) => {
    const segmenter = createSegmenter({ targetMs: 2_000, limitMs: 4_400, partMs: 250, createRun: () => 'run' });
    segmenter.begin(init);
    const told = new Map<string, number[]>();
    const finished: MediaSegment[] = [];
    const take = (segment: MediaSegment | null) => segment && finished.push(segment);
    for (let index = 0; index * lengthMs < 12_000; index += 1) {
      const fragment = {
        chunks: [new Uint8Array([index & 255])],
        decodeTicks: index * lengthMs,
        durationTicks: lengthMs,
        sampleCount: samples,
        keyframe: (index * lengthMs) % 2_000 === 0,
      };
      take(segmenter.push(fragment, 1_000_000 + (index + 1) * lengthMs));
      const { open } = segmenter;
      // When a run began is known at the end of its first segment.
      expect(open === null).toBe(finished.length === 0);
      if (!open) continue;
      const address = `${open.run}/${open.startMs}`;
      const whole = open.parts.slice(0, open.wholeParts);
      for (const [place, byte] of (told.get(address) ?? []).entries()) expect(whole[place]?.chunks[0]?.[0]).toBe(byte);
      told.set(
        address,
        whole.map((part) => part.chunks[0]?.[0] ?? -1),
      );
    }
    take(segmenter.breakRun());
    expect(segmenter.open).toBeNull();
    for (const segment of finished.slice(1)) {
      const bytes = told.get(`${segment.run}/${segment.startMs}`) ?? [];
      expect(bytes.length).toBeGreaterThan(0);
      for (const [place, byte] of bytes.entries()) {
        const part = segment.parts[place];
        expect(segment.bytes?.[part?.offset ?? -1]).toBe(byte);
        if (place < bytes.length - 1) expect(part?.durationMs).toBe(partMs);
      }
    }
  });

  it('[MEDIA1] dates the first frame by the clock at arrival, whatever burst came before it', () => {
    // The first second was in the camera's buffer and comes at once, late.
    const frames = [...gop(25).map((frame, index) => ({ ...frame, lateMs: 1_000 - index * 40 })), ...gop(50)];
    expect(play(frames)[0]?.startMs).toBe(1_000_000);
  });

  it('[MEDIA5] begins a new run where time runs back or jumps', () => {
    const back = play([
      ...gop(50),
      ...gop(50, {}).map((frame, index) => (index === 0 ? { ...frame, jumpMs: -1_990 } : frame)),
    ]);
    const ahead = play([
      ...gop(50),
      ...gop(50).map((frame, index) => (index === 0 ? { ...frame, jumpMs: 2_500 } : frame)),
    ]);
    for (const segments of [back, ahead]) expect(segments.map((segment) => segment.run)).toEqual(['run1', 'run2']);
  });

  it('[MEDIA5] waits for a key frame after a break', () => {
    const [first, ...rest] = gop(50);
    const segments = play([
      ...gop(50),
      { lengthMs: 40, keyframe: false, jumpMs: 5_000 },
      ...rest,
      ...(first ? [first] : []),
      ...rest,
    ]);
    expect(segments).toHaveLength(2);
    expect(segments[1]?.independent).toBe(true);
    expect(segments[1]?.frames).toBe(50);
  });

  it('[MEDIA1] dates anew, with a break, when the stream leaves the clock by more than half a second', () => {
    const slow = play(times(30, (index) => gop(50, { lateMs: index * 40 })));
    expect(new Set(slow.map((segment) => segment.run)).size).toBeGreaterThan(1);
    const last = slow.at(-1);
    const trueStartMs = 1_000_000 + 29 * 2_000 + 29 * 40;
    expect(Math.abs((last?.startMs ?? 0) - trueStartMs)).toBeLessThan(600);
  });

  it('keeps its time line through a network that stalls for three seconds and catches up', () => {
    const stalled = times(10, (index) => gop(50, { lateMs: index === 4 ? 3_000 : 0 }));
    expect(new Set(play(stalled).map((segment) => segment.run)).size).toBe(1);
  });

  it('keeps every promise for any stream', () => {
    const frame = fc.record({
      lengthMs: fc.integer({ min: 1, max: 6_000 }),
      keyframe: fc.boolean(),
      jumpMs: fc.oneof(
        { weight: 20, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: -9_000, max: 9_000 }) },
      ),
      lateMs: fc.integer({ min: 0, max: 4_000 }),
    });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 200 }), (frames) => {
        const segments = play(frames);
        const seen = new Set<string>();
        let before: MediaSegment | null = null;
        for (const segment of segments) {
          // TARGETDURATION 4 is never exceeded.
          expect(Math.round(segment.durationMs / 1_000)).toBeLessThanOrEqual(4);
          const isFirst = before?.run !== segment.run;
          if (isFirst) {
            expect(seen.has(segment.run)).toBe(false);
            expect(segment.independent).toBe(true);
          } else {
            expect(segment.startMs).toBeGreaterThan(before?.startMs ?? 0);
          }
          seen.add(segment.run);
          expect(segment.parts.reduce((sum, part) => sum + part.lengthBytes, 0)).toBe(segment.lengthBytes);
          before = segment;
        }
      }),
    );
  });
});
