import fc from 'fast-check';
import HLS from 'hls-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readWithHlsParser, readWithM3u8Parser } from '../../tests/playlist-oracle.ts';
import { toPartAddress, writeLowLatencyPlaylist, type LowLatencyPlaylist } from './low-latency-playlist.ts';
import { toInitAddress, toSegmentAddress } from './playlist-line.ts';

const startMs = Date.UTC(2026, 10, 23, 5, 0, 0);

/** Parts as a camera gives them: all as long as its frames allow, the last one what is left. */
const makeParts = (partMs: number, lengths: readonly number[]) =>
  lengths.map((share, index) => ({
    durationMs: index === lengths.length - 1 ? Math.ceil(partMs * share) : Math.ceil(partMs * (0.98 + share / 50)),
    independent: index === 0,
  }));
const lengths = fc.array(fc.double({ min: 0.1, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });

/** Runs of segments made of parts, the last of them with one that is still coming in, or none. */
const edge = fc
  .record({
    runs: fc.array(
      fc.record({
        pauseMs: fc.integer({ min: 200, max: 60_000 }),
        segments: fc.array(lengths, { minLength: 1, maxLength: 12 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    coming: fc.option(fc.nat(12)),
    partMs: fc.integer({ min: 150, max: 400 }),
    mediaSequence: fc.nat(2 ** 31),
    pauseMs: fc.nat(5_000),
    skips: fc.boolean(),
  })
  .map(({ runs, coming, partMs, ...rest }): LowLatencyPlaylist => {
    let at = startMs;
    const segments = runs.flatMap(({ pauseMs, segments: lists }, index) => {
      at += pauseMs;
      return lists.map((shares) => {
        const list = makeParts(partMs, shares);
        const durationMs = list.reduce((sum, part) => sum + part.durationMs, 0);
        const segment = {
          run: `run${index}`.padEnd(16, '0'),
          startMs: at,
          durationMs,
          initId: `${index}`.padEnd(16, 'a'),
          parts: list,
        };
        at += durationMs;
        return segment;
      });
    });
    const { run } = segments.at(-1)!;
    return {
      ...rest,
      discontinuitySequence: 7,
      targetDurationS: 5,
      segments,
      open: coming === null ? null : { run, startMs: at, parts: makeParts(partMs, Array<number>(coming).fill(1)) },
    };
  });

const readParsed = (text: string) => HLS.parse(text) as HLS.types.MediaPlaylist;
const whole = (playlist: LowLatencyPlaylist) => ({ ...playlist, skips: false });

// What the reader only warns of is an error here.
beforeAll(() => HLS.setOptions({ strictMode: true }));
afterAll(() => HLS.setOptions({ strictMode: false }));

describe('a low-latency playlist', () => {
  it.each([
    ['hls-parser', readWithHlsParser],
    ['m3u8-parser', readWithM3u8Parser],
  ])('[MEDIA1] [MEDIA5] lists the same segments, breaks and dates as a plain one, as %s reads it', (_name, read) => {
    fc.assert(
      fc.property(edge, (playlist) => {
        const found = read(writeLowLatencyPlaylist(whole(playlist)));
        expect(found).toMatchObject({
          mediaSequence: playlist.mediaSequence,
          discontinuitySequence: 7,
          isEnded: false,
        });
        const listed = found.segments.filter(({ uri }) => uri !== undefined && uri !== '');
        expect(listed.map(({ uri }) => uri)).toEqual(playlist.segments.map(toSegmentAddress));
        for (const [index, segment] of listed.entries()) {
          const cut = playlist.segments[index]!;
          const isNewRun = index > 0 && playlist.segments[index - 1]!.run !== cut.run;
          expect(segment.isBreak).toBe(isNewRun);
          expect(segment.init).toBe(toInitAddress(cut.initId));
          if (index === 0 || isNewRun) expect(segment.startMs).toBe(cut.startMs);
        }
      }),
    );
  });

  it('[MEDIA8] names each part of what is near the end, by a length no longer than it promises', () => {
    fc.assert(
      fc.property(edge, (playlist) => {
        const found = readParsed(writeLowLatencyPlaylist(whole(playlist)));
        const targetS = found.partTargetDuration ?? 0;
        let named = 0;
        for (const [index, segment] of found.segments.entries()) {
          const cut = playlist.segments[index] ?? playlist.open;
          const listed = segment.parts.filter(({ hint }) => !hint);
          named += listed.length;
          for (const [place, part] of listed.entries()) {
            expect(part.uri).toBe(toPartAddress(cut!, place));
            expect(part.duration ?? Infinity).toBeLessThanOrEqual(targetS);
            expect(part.independent ?? false).toBe(cut!.parts[place]!.independent);
          }
          if (listed.length > 0 && index < playlist.segments.length) {
            const sumS = listed.reduce((sum, part) => sum + (part.duration ?? 0), 0);
            expect(sumS).toBeCloseTo(segment.duration, 2);
          }
        }
        expect(named).toBeGreaterThan(0);
        const { canBlockReload, partHoldBack, canSkipUntil } = found.lowLatencyCompatibility!;
        expect(canBlockReload).toBe(true);
        expect(partHoldBack).toBeGreaterThanOrEqual(3 * targetS - 0.001);
        expect(partHoldBack! * 1_000).toBeGreaterThanOrEqual(playlist.pauseMs);
        expect(canSkipUntil).toBe(6 * 5);
      }),
    );
  });

  it('[MEDIA8] hints at the part that comes next, and at none where none can be named', () => {
    fc.assert(
      fc.property(edge, (playlist) => {
        const hint = /PRELOAD-HINT:TYPE=PART,URI="([^"]+)"/.exec(writeLowLatencyPlaylist(playlist))?.[1];
        const { open } = playlist;
        expect(hint).toBe(open ? toPartAddress(open, open.parts.length) : undefined);
      }),
    );
  });

  it('[MEDIA8] leaves out only what is old enough, so that both forms end alike', () => {
    fc.assert(
      fc.property(edge, (playlist) => {
        const full = writeLowLatencyPlaylist(whole(playlist));
        const delta = writeLowLatencyPlaylist({ ...playlist, skips: true });
        const skipped = Number(/SKIPPED-SEGMENTS=(\d+)/.exec(delta)?.[1] ?? 0);
        const uris = (text: string) => text.split('\n').filter((line) => line.endsWith('.m4s'));
        expect(uris(delta)).toEqual(uris(full).slice(skipped));
        const rest = playlist.segments.slice(skipped);
        const restMs = rest.reduce((sum, segment) => sum + segment.durationMs, 0);
        const openMs = (playlist.open?.parts ?? []).reduce((sum, part) => sum + part.durationMs, 0);
        if (skipped > 0) {
          expect(restMs + openMs).toBeGreaterThanOrEqual(6 * 5_000);
          // Nothing has to be carried over: the first listed segment says its init and its date.
          expect(delta).toContain(`#EXT-X-PROGRAM-DATE-TIME:${new Date(rest[0]!.startMs).toISOString()}`);
        }
      }),
    );
  });

  it('[MEDIA5] ends with a line behind the last address while nothing comes in, which readers pass over', () => {
    fc.assert(
      fc.property(edge, (playlist) => {
        const text = writeLowLatencyPlaylist({ ...whole(playlist), open: null });
        expect(text.trimEnd().split('\n').at(-1)).toMatch(/^#(?!EXT)/);
        expect(readParsed(text).segments).toHaveLength(playlist.segments.length);
      }),
    );
  });
});
