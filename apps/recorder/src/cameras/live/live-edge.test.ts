import { join } from 'node:path';
import type { MediaSegment } from '@sitecast/hls';
import { describe, expect, it } from 'vitest';
import { makeDataFolder, removeDataFolder } from '../../../tests/recorder-process.ts';
import { createLiveEdge } from './live-edge.ts';
import { createSequenceFile } from './sequence-file.ts';
import { plainInit } from '../../../tests/plain-init.ts';

const makeSegment = (index: number, run = 'a'.repeat(16)): MediaSegment => ({
  run,
  init: plainInit,
  startMs: index * 2_000,
  durationMs: 2_000,
  lengthBytes: 1,
  bytes: new Uint8Array([index & 255]),
  isRecorded: false,
  parts: [],
  frames: 50,
  independent: true,
});
const readNumber = (text: string, tag: string) => Number(new RegExp(`${tag}:(\\d+)`).exec(text)?.[1]);

describe('the live edge', () => {
  it('[MEDIA2] lists the last half minute and gives out the last forty seconds', () => {
    const live = createLiveEdge({ segment: 500, breaks: 7 });
    expect(live.playlist).toBeNull();
    for (let index = 0; index < 100; index += 1) live.append(makeSegment(index), 'b'.repeat(16));
    const text = live.playlist?.toString() ?? '';
    expect(readNumber(text, 'MEDIA-SEQUENCE')).toBe(585);
    expect(text.split('.m4s')).toHaveLength(16);
    const had = Array.from({ length: 100 }, (_, index) => live.findSegment('a'.repeat(16), index * 2_000) !== null);
    expect(had.indexOf(true)).toBe(80);
    expect(live.findInit('b'.repeat(16))).toBe(plainInit);
    expect(live.findInit('c'.repeat(16))).toBeNull();
  });

  it('leaves to the disk what is recorded and farther from the end than ten seconds, and lists it on', () => {
    const edges = [createLiveEdge({ segment: 0, breaks: 0 }), createLiveEdge({ segment: 0, breaks: 0 })];
    const segments = Array.from({ length: 20 }, (_, index) => ({ ...makeSegment(index), isRecorded: index !== 3 }));
    for (const segment of segments) for (const live of edges) live.append(segment, 'b'.repeat(16));
    for (const live of edges) {
      const had = segments.filter(({ run, startMs }) => live.findSegment(run, startMs) !== null);
      // The one that the disk did not take is in memory for as long as it is listed, and a little longer.
      expect(had.map(({ startMs }) => startMs / 2_000)).toEqual([3, 15, 16, 17, 18, 19]);
      expect(live.playlist?.toString().split('.m4s')).toHaveLength(16);
    }
  });

  it('holds no more than a fixed share of memory, whatever a camera sends', () => {
    const live = createLiveEdge({ segment: 0, breaks: 0 });
    const bytes = new Uint8Array(20 * 1_048_576);
    for (let index = 0; index < 10; index += 1) live.append({ ...makeSegment(index), bytes }, 'b'.repeat(16));
    const had = Array.from({ length: 10 }, (_, index) => live.findSegment('a'.repeat(16), index * 2_000) !== null);
    expect(had.indexOf(true)).toBe(7);
    expect(live.playlist?.toString().split('.m4s')).toHaveLength(4);
  });

  it('[MEDIA5] counts the breaks that have left the list', () => {
    const live = createLiveEdge({ segment: 0, breaks: 0 });
    let before = 0;
    for (let index = 0; index < 100; index += 1) {
      live.append(makeSegment(index, `${Math.floor(index / 10)}`.padEnd(16, 'r')), 'b'.repeat(16));
      const text = live.playlist?.toString() ?? '';
      const listed = text.split('#EXT-X-DISCONTINUITY\n').length - 1;
      expect(readNumber(text, 'DISCONTINUITY-SEQUENCE') + listed).toBe(Math.floor(index / 10));
      expect(readNumber(text, 'DISCONTINUITY-SEQUENCE')).toBeGreaterThanOrEqual(before);
      before = readNumber(text, 'DISCONTINUITY-SEQUENCE');
    }
  });

  it('[MEDIA5] keeps the number of breaks so small that a player can hold a place for each', async () => {
    const folder = await makeDataFolder();
    const file = createSequenceFile(join(folder, 'sequence'));
    const { breaks } = await file.start(Date.UTC(2036, 0, 1));
    expect(breaks).toBeLessThan(200_000);
    await removeDataFolder(folder);
  });

  const makeOpen = (index: number, wholeParts: number) => ({
    run: 'a'.repeat(16),
    startMs: index * 2_000,
    wholeParts,
    parts: Array.from({ length: 3 }, (_, part) => ({
      offset: part,
      lengthBytes: 1,
      durationMs: 240,
      independent: part === 0,
      chunks: [new Uint8Array([part])],
    })),
  });

  it('[MEDIA8] lets a request wait for a segment or a part until it is there', async () => {
    const live = createLiveEdge({ segment: 500, breaks: 0 });
    live.append(makeSegment(0), 'b'.repeat(16));
    const come: string[] = [];
    const wait = (name: string, number: number, part: number | null) =>
      live.waitFor(number, part, 60_000).then(() => come.push(name));
    const waits = [wait('segment', 501, null), wait('part 1', 501, 1), wait('behind the last', 500, 9)];
    live.extend(makeOpen(1, 1));
    await waits[2];
    expect(come).toEqual(['behind the last']);
    live.extend(makeOpen(1, 2));
    await waits[1];
    expect(come).toEqual(['behind the last', 'part 1']);
    live.append(makeSegment(1), 'b'.repeat(16));
    await Promise.all(waits);
    expect(live.position).toEqual({ segment: 502, parts: 0 });
    const never = live.waitFor(503, null, 60_000);
    live.close();
    await never;
  });

  it('[MEDIA8] holds a part that was hinted at until it comes, or until its segment ended without it', async () => {
    const live = createLiveEdge({ segment: 0, breaks: 0 });
    const run = 'a'.repeat(16);
    live.append(makeSegment(0), 'b'.repeat(16));
    live.extend(makeOpen(1, 1));
    expect(live.findPart(run, 2_000, 0, 60_000)).toEqual(new Uint8Array([0]));
    expect(live.findPart(run, 2_000, 2, 60_000)).toBeNull();
    const hinted = live.findPart(run, 2_000, 1, 60_000);
    live.extend(makeOpen(1, 2));
    expect(await hinted).toEqual(new Uint8Array([1]));
    const gone = live.findPart(run, 2_000, 2, 60_000);
    live.append(
      { ...makeSegment(1), parts: makeOpen(1, 2).parts.slice(0, 2), bytes: new Uint8Array([0, 1]) },
      'b'.repeat(16),
    );
    expect(await gone).toBeNull();
    expect(live.findPart(run, 2_000, 1, 60_000)).toEqual(new Uint8Array([1]));
  });

  it('[MEDIA8] says nothing of what comes in before the first segment of its run is whole', () => {
    const live = createLiveEdge({ segment: 0, breaks: 0 });
    live.extend(makeOpen(0, 2));
    expect(live.writeLowLatency(false)).toBeNull();
    live.append(makeSegment(0), 'b'.repeat(16));
    live.extend({ ...makeOpen(1, 2), run: 'c'.repeat(16) });
    expect(live.writeLowLatency(false)?.toString()).not.toContain('EXT-X-PART:');
    live.extend(makeOpen(1, 2));
    expect(live.writeLowLatency(false)?.toString().split('EXT-X-PART:')).toHaveLength(3);
  });

  it('[MEDIA2] numbers go on above all before, also when the clock was set back to 1970', async () => {
    const folder = await makeDataFolder();
    const path = join(folder, 'sequence');
    const start = (nowMs: number) => createSequenceFile(path).start(nowMs);
    const first = await start(Date.UTC(2026, 10, 23));
    const second = await start(0);
    expect(second.segment).toBeGreaterThan(first.segment);
    expect(second.breaks).toBeGreaterThan(first.breaks);
    const file = createSequenceFile(path);
    const third = await file.start(0);
    const used = { segment: third.segment + 9_000, breaks: third.breaks + 60 };
    await file.reserve(used);
    const fourth = await start(0);
    expect(fourth.segment).toBeGreaterThan(used.segment);
    expect(fourth.breaks).toBeGreaterThan(used.breaks);
    expect((await start(Date.UTC(2026, 11, 23))).segment).toBeLessThan(2 ** 31);
    await removeDataFolder(folder);
  });
});
