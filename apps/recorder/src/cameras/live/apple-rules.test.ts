import type { MediaSegment, SegmentPart } from '@sitecast/hls';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findListFaults, findReloadFaults } from '../../../../../tests/support/apple-rules.ts';
import { createLiveEdge } from './live-edge.ts';
import { plainInit } from '../../../tests/plain-init.ts';

/** A segment as a camera sends it: parts of 320 ms, and the rest. */
function toParts(durationMs: number): SegmentPart[] {
  const parts: SegmentPart[] = [];
  for (let doneMs = 0; doneMs < durationMs; doneMs += 320) {
    const lengthMs = Math.min(320, durationMs - doneMs);
    parts.push({ offset: parts.length, lengthBytes: 1, durationMs: lengthMs, independent: parts.length === 0 });
  }
  return parts;
}

const happening = fc.record({
  durationMs: fc.integer({ min: 480, max: 4_400 }),
  /** How long the source was away before it; 0: the segment touches the one before. */
  gapMs: fc.oneof(
    { weight: 5, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 200, max: 90_000 }) },
  ),
  isOtherCodec: fc.boolean(),
});

describe('every reload of a live list', () => {
  it('[MEDIA1] [MEDIA2] [MEDIA5] [MEDIA8] keeps the rules of RFC 8216 and of low latency, whole and in part, whatever the camera does', () => {
    fc.assert(
      fc.property(fc.array(happening, { minLength: 5, maxLength: 60 }), (happenings) => {
        const live = createLiveEdge({ segment: 1_000, breaks: 3 });
        const last: Record<string, string | undefined> = {};
        const check = (): void => {
          const lists = {
            plain: live.playlist,
            parted: live.writeLowLatency(false),
            delta: live.writeLowLatency(true),
          };
          for (const [name, bytes] of Object.entries(lists)) {
            const text = bytes?.toString() ?? '';
            if (text === '') continue;
            expect(findListFaults(text), name).toEqual([]);
            const before = last[name];
            if (before !== undefined) expect(findReloadFaults(before, text), name).toEqual([]);
            // What a player has of the whole list and reads in part must be the same list.
            if (name === 'delta') expect(findReloadFaults(lists.parted?.toString() ?? '', text), name).toEqual([]);
            last[name] = text;
          }
        };
        let startMs = Date.UTC(2026, 10, 23);
        let run = 0;
        let setup = 0;
        for (const { durationMs, gapMs, isOtherCodec } of happenings) {
          if (gapMs > 0) run += 1;
          if (gapMs > 0 && isOtherCodec) setup += 1;
          startMs += gapMs;
          const parts = toParts(durationMs);
          const base = { run: String(run).padStart(16, 'r'), startMs, parts };
          for (let wholeParts = 1; wholeParts < parts.length; wholeParts += 3) {
            live.extend({
              ...base,
              wholeParts,
              parts: parts.map((part) => ({ ...part, chunks: [new Uint8Array(1)] })),
            });
            check();
          }
          if (gapMs > 0) live.extend(null);
          const bytes = new Uint8Array(parts.length);
          const segment: MediaSegment = {
            ...{ ...base, init: plainInit, durationMs, bytes, lengthBytes: bytes.byteLength },
            ...{ frames: 50, independent: true, isRecorded: false },
          };
          live.append(segment, String(setup).padStart(16, '0'));
          check();
          startMs += durationMs;
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is found wrong where it is', () => {
    const list = (lines: readonly string[]): string => ['#EXTM3U', '#EXT-X-VERSION:7', ...lines, ''].join('\n');
    const body = ['#EXT-X-MAP:URI="a"', '#EXT-X-PROGRAM-DATE-TIME:2026-11-23T05:00:00.000Z', '#EXTINF:2.000,', '1.m4s'];
    const head = (sequence: number, breaks = 0) => [
      '#EXT-X-TARGETDURATION:4',
      `#EXT-X-MEDIA-SEQUENCE:${sequence}`,
      `#EXT-X-DISCONTINUITY-SEQUENCE:${breaks}`,
    ];
    const good = list([...head(7), ...body]);
    expect(findListFaults(good)).toEqual([]);
    expect(findListFaults(good.slice(0, -1))).toHaveLength(1);
    expect(findListFaults(good.replace('2.000', '4.500'))).toEqual(['segment 7 is longer than the target duration']);
    expect(findListFaults(good.replace('#EXT-X-MAP:URI="a"\n', ''))).toEqual(['segment 7 has no init']);
    expect(
      findListFaults(list([...head(7), ...body, '#EXT-X-DISCONTINUITY', '#EXTINF:2,', '2.m4s'])).length,
    ).toBeGreaterThan(0);
    expect(findReloadFaults(good, list([...head(6), ...body]))).toContain('the media sequence fell');
    expect(findReloadFaults(good, list([...head(7, 1), ...body]))).toEqual([
      'segment 7 is behind another number of breaks',
    ]);
    expect(findReloadFaults(good, good.replace('1.m4s', '9.m4s'))).toEqual(['segment 7 is another one']);
    const control = '#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.6,CAN-SKIP-UNTIL=20';
    const parted = list([
      ...head(7),
      control,
      '#EXT-X-PART-INF:PART-TARGET=0.34',
      ...body,
      '#EXT-X-PART:DURATION=0.1,URI="x"',
    ]);
    expect(findListFaults(parted)).toEqual([
      'what may be skipped is nearer than six target durations',
      'PART-HOLD-BACK is less than three parts',
      'part x is too short',
    ]);
  });
});
