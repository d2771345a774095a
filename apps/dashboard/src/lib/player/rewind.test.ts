import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  listBarSpans,
  planCourse,
  planNext,
  planResume,
  planSearch,
  toClockText,
  toLowLatencyUrl,
  toOldestMs,
  toReplayUrl,
} from './rewind.ts';

const nowMs = Date.parse('2026-11-23T09:30:00.000Z');
const hourMs = 3_600_000;

describe('the way to an instant', () => {
  it('is the live edge, the live playlist behind it, or a playlist of the past', () => {
    expect(planCourse(nowMs, nowMs, hourMs)).toEqual({ kind: 'live' });
    expect(planCourse(nowMs + 9_000, nowMs, hourMs)).toEqual({ kind: 'live' });
    expect(planCourse(nowMs - 10_000, nowMs, hourMs)).toEqual({ kind: 'near', atMs: nowMs - 10_000 });
    expect(planCourse(nowMs - 60_000, nowMs, hourMs)).toEqual({ kind: 'recorded', atMs: nowMs - 60_000, toMs: nowMs });
    expect(planCourse(nowMs - hourMs, nowMs, hourMs)).toMatchObject({ toMs: nowMs - hourMs + 600_000 });
  });

  it('never leads before what may be seen, nor behind now, and always ends after it begins', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e9 }), fc.integer({ min: 60_000, max: 1e10 }), (sinceMs, windowMs) => {
        const course = planCourse(nowMs + sinceMs, nowMs, windowMs);
        if (course.kind === 'live') return;
        expect(course.atMs).toBeGreaterThanOrEqual(nowMs - windowMs);
        expect(course.atMs).toBeLessThan(nowMs);
        if (course.kind === 'recorded') {
          expect(course.toMs).toBeGreaterThan(course.atMs);
          expect(course.toMs).toBeLessThanOrEqual(nowMs);
          expect(course.toMs - course.atMs).toBeLessThanOrEqual(2 * hourMs);
        }
      }),
    );
  });

  it('comes to the live edge, however often a stretch is empty', () => {
    let course = planCourse(nowMs - 24 * hourMs, nowMs, Infinity);
    let steps = 0;
    while (course.kind === 'recorded') {
      course = planSearch(course.toMs, nowMs);
      steps += 1;
    }
    expect(course).toEqual({ kind: 'live' });
    expect(steps).toBeLessThan(20);
  });

  it('is offered by bars no longer than may be seen, and a key leads to the first picture of an hour at most', () => {
    expect(listBarSpans(hourMs)).toEqual([hourMs]);
    expect(listBarSpans(0.25 * hourMs)).toEqual([0.25 * hourMs]);
    expect(listBarSpans(2 * hourMs)).toEqual([hourMs, 2 * hourMs]);
    expect(listBarSpans(Infinity)).toEqual([hourMs, 24 * hourMs, 720 * hourMs]);
    expect(toOldestMs(nowMs, 0.25 * hourMs)).toBe(nowMs - 0.25 * hourMs + 5_000);
    expect(toOldestMs(nowMs, Infinity)).toBe(nowMs - hourMs + 5_000);
  });

  it('goes on behind the end of a stretch where it stood', () => {
    expect(planNext(nowMs - 300_000, nowMs)).toEqual({ kind: 'recorded', atMs: nowMs - 300_000, toMs: nowMs });
    expect(planNext(nowMs - 15_000, nowMs)).toEqual({ kind: 'near', atMs: nowMs - 15_000 });
  });

  it('[LIVE2] goes on where a pause stood, and live where that may not be shown any more', () => {
    expect(planResume(nowMs - 8_000, nowMs, hourMs)).toEqual({ kind: 'near', atMs: nowMs - 8_000 });
    expect(planResume(nowMs - 0.5 * hourMs, nowMs, hourMs)).toMatchObject({
      kind: 'recorded',
      atMs: nowMs - 0.5 * hourMs,
    });
    expect(planResume(nowMs - 3 * hourMs, nowMs, hourMs)).toEqual({ kind: 'live' });
    expect(planResume(nowMs - 3 * hourMs, nowMs, Infinity)).toMatchObject({
      kind: 'recorded',
      atMs: nowMs - 3 * hourMs,
    });
  });

  it('says a distance as a clock does', () => {
    expect([0, 7_400, 760_000, 11_109_000, 200_000_000].map(toClockText)).toEqual([
      '0:00',
      '0:07',
      '12:40',
      '3:05:09',
      '55:33:20',
    ]);
  });

  it('asks for parts only beside a live playlist without a delay', () => {
    expect(toLowLatencyUrl('/media/gate-1/live.m3u8', 0)).toBe('/media/gate-1/low-latency.m3u8');
    expect(toLowLatencyUrl('/media/gate-1/live.m3u8', 900)).toBeNull();
    expect(toLowLatencyUrl('https://cdn.example/other.m3u8', 0)).toBeNull();
    expect(toReplayUrl('/media/gate-1/', nowMs - 1_000, nowMs)).toBe(
      '/media/gate-1/replay.m3u8?from=2026-11-23T09%3A29%3A59.000Z&to=2026-11-23T09%3A30%3A00.000Z',
    );
  });
});
