import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cameraStates } from '@sitecast/contract/words';
import { badgeWords, frameNowMs, liveWithinMs, toBadge, type BadgeFacts } from './badge.ts';

const serverNowMs = Date.parse('2026-11-23T09:00:00.000Z');
const since = '2026-11-23T08:30:00.000Z';

const good: BadgeFacts = {
  mode: 'live',
  health: { state: 'live', since, lastFrameAt: '2026-11-23T08:59:59.000Z' },
  programTimeMs: serverNowMs - 4_000,
  serverNowMs,
  frameAgeMs: 40,
  playlistAgeMs: 1_500,
  delayS: 0,
  paused: false,
  seeking: false,
};

const withState = (state: (typeof cameraStates)[number]): BadgeFacts => ({
  ...good,
  health: { state, since, lastFrameAt: null },
});

describe('toBadge', () => {
  it('[LIVE2] says live with the distance while fresh frames are presented', () => {
    expect(toBadge(good)).toEqual({ word: 'live', sinceMs: null, lagMs: 4_000 });
  });

  it('[LIVE2] says live at exactly 15 s and behind one millisecond later', () => {
    expect(toBadge({ ...good, programTimeMs: serverNowMs - liveWithinMs }).word).toBe('live');
    expect(toBadge({ ...good, programTimeMs: serverNowMs - liveWithinMs - 1 })).toMatchObject({
      word: 'behind',
      lagMs: liveWithinMs + 1,
    });
  });

  it.each(['stalled', 'frozen', 'dark', 'offline', 'held'] as const)(
    '[LIVE1] repeats the recorder when it says %s, also while fresh frames are decoded',
    (state) => {
      expect(toBadge(withState(state))).toMatchObject({ word: state, sinceMs: Date.parse(since) });
    },
  );

  it('[LIVE2] is unknown while the recorder is not heard', () => {
    expect(toBadge(withState('unknown')).word).toBe('unknown');
    expect(toBadge({ ...good, health: null }).word).toBe('unknown');
  });

  it('says connecting while the camera starts and before the first frame', () => {
    expect(toBadge(withState('starting')).word).toBe('connecting');
    expect(toBadge({ ...good, frameAgeMs: null }).word).toBe('connecting');
  });

  it('[LIVE2] says since when the picture stands, if frames stop', () => {
    expect(toBadge({ ...good, frameAgeMs: frameNowMs + 1 })).toMatchObject({
      word: 'stalled',
      sinceMs: serverNowMs - frameNowMs - 1,
    });
  });

  it('says how far behind a paused picture is', () => {
    expect(toBadge({ ...good, paused: true })).toMatchObject({ word: 'behind', lagMs: 4_000 });
    expect(toBadge({ ...good, paused: true, serverNowMs: null })).toMatchObject({ word: 'unknown', lagMs: null });
  });

  it('says delayed where the audience is delayed on purpose, and behind beyond that', () => {
    const delayed = { ...good, delayS: 900, programTimeMs: serverNowMs - 905_000 };
    expect(toBadge(delayed)).toMatchObject({ word: 'delayed', lagMs: 905_000 });
    expect(toBadge({ ...delayed, programTimeMs: serverNowMs - 916_000 }).word).toBe('behind');
  });

  it('[LIVE2] does not trust a picture from the future', () => {
    expect(toBadge({ ...good, programTimeMs: serverNowMs + 60_000 }).word).toBe('unknown');
    expect(toBadge({ ...good, programTimeMs: serverNowMs + 500 })).toMatchObject({ word: 'live', lagMs: 0 });
  });

  it('[LIVE2] is unknown without programme time or without the clock of the server', () => {
    expect(toBadge({ ...good, programTimeMs: null }).word).toBe('unknown');
    expect(toBadge({ ...good, serverNowMs: null }).word).toBe('unknown');
    expect(toBadge({ ...good, programTimeMs: Number.NaN }).word).toBe('unknown');
  });

  it('says stalled when only the rest of the buffer plays', () => {
    expect(toBadge({ ...good, playlistAgeMs: 20_000 }).word).toBe('stalled');
  });

  it('[LIVE2] calls no picture live that was taken before the camera was well again', () => {
    const health = { state: 'live' as const, since: '2026-11-23T08:59:56.000Z', lastFrameAt: null };
    expect(toBadge({ ...good, health }).word).toBe('live');
    expect(toBadge({ ...good, health, programTimeMs: serverNowMs - 4_001 })).toMatchObject({ word: 'behind' });
  });

  it('never calls footage of the past or a still live', () => {
    expect(toBadge({ ...good, mode: 'recorded' })).toMatchObject({ word: 'recorded', sinceMs: good.programTimeMs });
    expect(toBadge({ ...good, mode: 'still' }).word).toBe('still');
    expect(toBadge({ ...withState('offline'), mode: 'still' }).word).toBe('offline');
  });

  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 5 });
  const odd = fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, -1);
  const mostly = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>) =>
    fc.oneof({ weight: 6, arbitrary: usual }, { weight: 1, arbitrary: rare });
  const ms = mostly(fc.integer({ min: -5_000, max: 20_000 }), fc.oneof(fc.integer(), odd));
  const facts: fc.Arbitrary<BadgeFacts> = fc.record({
    mode: fc.constantFrom('live', 'live', 'live', 'recorded', 'still'),
    health: maybe(
      fc.record({
        state: mostly(fc.constant('live' as const), fc.constantFrom(...cameraStates)),
        since: fc.constantFrom(since, since, 'never', '2026-11-23T08:59:55.000Z'),
        lastFrameAt: fc.constantFrom(since, null),
      }),
    ),
    programTimeMs: maybe(ms.map((age) => serverNowMs - age)),
    serverNowMs: maybe(mostly(fc.constant(serverNowMs), odd)),
    frameAgeMs: maybe(mostly(fc.integer({ min: 0, max: 6_000 }), odd)),
    playlistAgeMs: maybe(mostly(fc.integer({ min: 0, max: 30_000 }), odd)),
    delayS: fc.constantFrom(0, 0, 0, 5, 900),
    paused: mostly(fc.constant(false), fc.constant(true)),
    seeking: mostly(fc.constant(false), fc.constant(true)),
  });

  it('[LIVE2] in no combination of facts is anything called live that is not', () => {
    let live = 0;
    fc.assert(
      fc.property(facts, (fact) => {
        const badge = toBadge(fact);
        expect(badgeWords).toContain(badge.word);
        if (badge.word !== 'live') return;
        live += 1;
        const { programTimeMs, serverNowMs: now, frameAgeMs } = fact;
        expect(fact.mode).toBe('live');
        expect(fact.health?.state).toBe('live');
        expect(now! - programTimeMs!).toBeLessThanOrEqual(15_000);
        expect(now! - programTimeMs!).toBeGreaterThanOrEqual(-2_000);
        expect(programTimeMs! < Date.parse(fact.health!.since)).toBe(false);
        expect(frameAgeMs).toBeLessThanOrEqual(frameNowMs);
        expect(fact.paused || fact.seeking || fact.delayS > 0).toBe(false);
      }),
      { numRuns: 20_000, seed: 5 },
    );
    expect(live).toBeGreaterThan(200);
  });

  it('gives only numbers that can be shown', () => {
    fc.assert(
      fc.property(facts, (fact) => {
        const { lagMs } = toBadge(fact);
        expect(lagMs === null || Number.isFinite(lagMs)).toBe(true);
      }),
      { numRuns: 5_000, seed: 6 },
    );
  });
});
