import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRecovery, toBackOffMs, type RecoveryAction, type WatchFacts } from './recovery.ts';

function createBench() {
  let nowMs = 1_000_000;
  const recovery = createRecovery({ nowMs: () => nowMs, random: () => 0.5 });
  return {
    recovery,
    /** Lets seconds pass without a frame and tells what was done at which second. */
    pass(seconds: number, some: Partial<WatchFacts> = {}): [number, RecoveryAction][] {
      const facts = { watched: true, paused: false, starved: false, ...some };
      const done: [number, RecoveryAction][] = [];
      for (let second = 1; second <= seconds; second += 1) {
        nowMs += 1_000;
        const action = recovery.tick(facts);
        if (action !== 'none') done.push([second, action]);
      }
      return done;
    },
  };
}

describe('createRecovery', () => {
  it('does nothing while frames are presented', () => {
    const bench = createBench();
    for (let second = 0; second < 120; second += 1) {
      bench.recovery.noteFrame();
      expect(bench.pass(1)).toEqual([]);
    }
  });

  it('plays after 4 s, recovers after 8 s, rebuilds after 30 s and never ends', () => {
    const bench = createBench();
    bench.recovery.noteFrame();
    const done = bench.pass(100, { paused: true });
    expect(done[0]).toEqual([4, 'play']);
    expect(done).toContainEqual([8, 'recover']);
    expect(done.filter(([, action]) => action === 'rebuild').map(([second]) => second)).toEqual([30, 60, 90]);
  });

  it('recovers a video that runs but shows nothing, without asking it to play', () => {
    const bench = createBench();
    bench.recovery.noteFrame();
    expect(bench.pass(29)).toEqual([[8, 'recover']]);
  });

  it('waits for news rather than repeat the rest of the buffer while the camera brings none', () => {
    const bench = createBench();
    bench.recovery.noteFrame();
    expect(bench.pass(200, { starved: true })).toEqual([
      [90, 'rebuild'],
      [180, 'rebuild'],
    ]);
  });

  it('rests while nobody watches and counts anew afterwards', () => {
    const bench = createBench();
    bench.recovery.noteFrame();
    expect(bench.pass(600, { watched: false, paused: true })).toEqual([]);
    expect(bench.pass(7)).toEqual([]);
    expect(bench.pass(2)).toEqual([[2, 'recover']]);
  });

  it('answers a fatal media error at once, and a second within 5 s with a new player', () => {
    const bench = createBench();
    bench.recovery.noteFatal('media');
    expect(bench.pass(1)).toEqual([[1, 'recover']]);
    bench.recovery.noteFatal('media');
    expect(bench.pass(3)).toEqual([[1, 'rebuild']]);
  });

  it('answers a first fatal network error by loading again, later ones by ever rarer new players', () => {
    const bench = createBench();
    const seconds: number[] = [];
    for (let attempt = 0; attempt < 9; attempt += 1) {
      bench.recovery.noteFatal('network');
      const done = bench.pass(25);
      expect(done[0]?.[1]).toBe(attempt === 0 ? 'reload' : 'rebuild');
      seconds.push(done[0]?.[0] ?? Infinity);
    }
    expect(seconds[0]).toBe(1);
    expect(seconds.at(-1)).toBe(23);
    expect([...seconds].sort((a, b) => a - b)).toEqual(seconds);
  });

  it('forgets its failures once a frame is there', () => {
    const bench = createBench();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      bench.recovery.noteFatal('network');
      bench.pass(25);
    }
    bench.recovery.noteFrame();
    bench.recovery.noteFatal('network');
    expect(bench.pass(2)).toEqual([[1, 'reload']]);
  });

  it('waits at least half a second and at most 30 s, whatever the attempt', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
        const ms = toBackOffMs(attempt, random);
        expect(ms).toBeGreaterThanOrEqual(500);
        expect(ms).toBeLessThanOrEqual(30_000);
      }),
    );
  });
});
