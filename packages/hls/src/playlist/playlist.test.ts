import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWithHlsParser, readWithM3u8Parser } from '../../tests/playlist-oracle.ts';
import { writeLivePlaylist } from './live-playlist.ts';
import { toInitAddress, toSegmentAddress, type PlaylistSegment } from './playlist-line.ts';
import { replayLimitMs, selectRange, writeReplayPlaylist } from './replay-playlist.ts';

const startMs = Date.UTC(2026, 10, 23, 5, 0, 0);

/** A camera's history: runs of segments that touch, with breaks between runs. */
const history = fc
  .array(
    fc.record({
      pauseMs: fc.integer({ min: 0, max: 60_000 }),
      init: fc.constantFrom('00000000000000aa', '00000000000000bb'),
      durations: fc.array(fc.integer({ min: 200, max: 4_400 }), { minLength: 1, maxLength: 12 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((runs) => {
    const segments: (PlaylistSegment & { independent: boolean })[] = [];
    let at = startMs;
    for (const [index, { pauseMs, init, durations }] of runs.entries()) {
      at += pauseMs;
      for (const durationMs of durations) {
        const run = `run${index}`.padEnd(16, '0');
        segments.push({ run, startMs: at, durationMs, initId: init, independent: true });
        at += durationMs;
      }
    }
    return segments;
  });

const oracles = [
  ['hls-parser', readWithHlsParser],
  ['m3u8-parser', readWithM3u8Parser],
] as const;

describe.each(oracles)('playlists as %s reads them', (_name, read) => {
  it('[MEDIA1] [MEDIA5] lists what was cut: address, length, init, breaks and dates', () => {
    fc.assert(
      fc.property(history, fc.nat(2 ** 31), (segments, mediaSequence) => {
        const found = read(
          writeLivePlaylist({ mediaSequence, discontinuitySequence: 7, targetDurationS: 4, segments }),
        );
        expect(found).toMatchObject({ mediaSequence, discontinuitySequence: 7, targetDurationS: 4, isEnded: false });
        expect(found.segments).toHaveLength(segments.length);
        for (const [index, segment] of found.segments.entries()) {
          const cut = segments[index];
          if (!cut) throw new Error('more segments than were cut');
          expect(segment.uri).toBe(toSegmentAddress(cut));
          expect(segment.durationS).toBeCloseTo(cut.durationMs / 1_000, 6);
          expect(Math.round(segment.durationS)).toBeLessThanOrEqual(found.targetDurationS);
          expect(segment.init).toBe(toInitAddress(cut.initId));
          const isNewRun = index > 0 && segments[index - 1]?.run !== cut.run;
          expect(segment.isBreak).toBe(isNewRun);
          if (index === 0 || isNewRun) expect(segment.startMs).toBe(cut.startMs);
        }
      }),
    );
  });

  it('ends a replay and marks what is missing in the middle', () => {
    fc.assert(
      fc.property(history, fc.nat(20), (segments, gone) => {
        const kept = segments.filter((_, index) => index !== gone);
        const found = read(writeReplayPlaylist(kept, 4));
        expect(found.isEnded).toBe(true);
        expect(found.segments.map((segment) => segment.uri)).toEqual(kept.map(toSegmentAddress));
        for (const [index, segment] of found.segments.entries()) {
          const before = kept[index - 1];
          const cut = kept[index];
          if (!before || !cut) continue;
          const touches = before.run === cut.run && before.startMs + before.durationMs === cut.startMs;
          if (!touches && (before.run !== cut.run || cut.startMs - before.startMs - before.durationMs > 100)) {
            expect(segment.isBreak).toBe(true);
          }
        }
      }),
    );
  });
});

describe('a stretch of footage', () => {
  it('holds every segment that shows a part of it and no other', () => {
    fc.assert(
      fc.property(
        history,
        fc.integer({ min: -5_000, max: 90_000 }),
        fc.integer({ min: 1, max: 90_000 }),
        (segments, from, length) => {
          const fromMs = startMs + from;
          const wanted = segments.filter(
            (one) => one.startMs + one.durationMs > fromMs && one.startMs < fromMs + length,
          );
          expect(selectRange(segments, fromMs, fromMs + length)).toEqual(wanted);
        },
      ),
    );
  });

  it('begins at the key frame before, so that a decoder can start', () => {
    const segments = [true, false, false].map((independent, index) => ({
      run: 'a'.repeat(16),
      startMs: startMs + index * 4_000,
      durationMs: 4_000,
      initId: 'b'.repeat(16),
      independent,
    }));
    expect(selectRange(segments, startMs + 9_000, startMs + 10_000)).toHaveLength(3);
    expect(selectRange(segments.slice(1), startMs, startMs + 10_000)).toEqual([]);
  });

  it('is two hours long at most', () => {
    const segments = Array.from({ length: 5_000 }, (_, index) => ({
      run: 'a'.repeat(16),
      startMs: startMs + index * 2_000,
      durationMs: 2_000,
      initId: 'b'.repeat(16),
      independent: true,
    }));
    expect(selectRange(segments, startMs, startMs + 10_000_000)).toHaveLength(replayLimitMs / 2_000);
  });
});
