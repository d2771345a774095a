import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLatencyHold } from './latency-hold.ts';

/** A viewer whose stream grows by a second each second, looked after twice a second. */
function watch(hold: ReturnType<typeof createLatencyHold>, latencyMs: number, seconds: number) {
  const rates: number[] = [];
  for (let nowMs = 0; nowMs < seconds * 1_000; nowMs += 500) {
    const { playbackRate, skipMs, jumps } = hold.advise({ latencyMs, aheadMs: latencyMs, nowMs });
    if (jumps) return { latencyMs, rates, jumps };
    rates.push(playbackRate);
    latencyMs -= skipMs;
    latencyMs -= 500 * (playbackRate - 1);
  }
  return { latencyMs, rates, jumps: false };
}

describe('the distance to the live edge', () => {
  it('is reached from both sides and then left alone', () => {
    for (const startMs of [500, 1_000, 1_900, 3_500]) {
      const hold = createLatencyHold(1_000, 600);
      const { latencyMs, rates } = watch(hold, startMs, 120);
      expect(Math.abs(latencyMs - 1_000)).toBeLessThan(150);
      expect(rates.at(-1)).toBe(1);
    }
  });

  it('is never corrected by more than a twentieth, whatever is told', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ latencyMs: fc.integer(), aheadMs: fc.integer(), stalls: fc.boolean() })),
        (facts) => {
          const hold = createLatencyHold(1_000, 600);
          for (const [index, { latencyMs, aheadMs, stalls }] of facts.entries()) {
            if (stalls) hold.noteStall(index * 500);
            const { playbackRate } = hold.advise({ latencyMs, aheadMs, nowMs: index * 500 });
            expect(playbackRate).toBeGreaterThanOrEqual(0.95);
            expect(playbackRate).toBeLessThanOrEqual(1.05);
            expect(hold.targetMs).toBeGreaterThanOrEqual(1_000);
            expect(hold.targetMs).toBeLessThanOrEqual(8_000);
          }
        },
      ),
    );
  });

  it('is set at once at the start, where nobody sees it, but never beyond what is loaded', () => {
    const hold = createLatencyHold(3_600, 600);
    expect(hold.advise({ latencyMs: 6_000, aheadMs: 4_000, nowMs: 0 }).skipMs).toBe(2_400);
    expect(hold.advise({ latencyMs: 6_000, aheadMs: 900, nowMs: 500 }).skipMs).toBe(0);
    expect(hold.advise({ latencyMs: 6_000, aheadMs: 1_600, nowMs: 1_000 }).skipMs).toBe(1_000);
    expect(hold.advise({ latencyMs: 6_000, aheadMs: 4_000, nowMs: 9_000 }).skipMs).toBe(0);
    hold.begin();
    expect(hold.advise({ latencyMs: 6_000, aheadMs: 4_000, nowMs: 10_000 }).skipMs).toBe(2_400);
  });

  it('grows with each stall and comes back slowly once the line is calm', () => {
    const hold = createLatencyHold(1_000, 600);
    for (const nowMs of [0, 100, 5_000]) hold.noteStall(nowMs);
    expect(hold.targetMs).toBe(2_000);
    let nowMs = 5_000;
    const pass = (ms: number) => {
      const endMs = nowMs + ms;
      for (; nowMs < endMs; nowMs += 500) hold.advise({ latencyMs: hold.targetMs, aheadMs: 1_000, nowMs });
    };
    pass(19_000);
    expect(hold.targetMs).toBe(2_000);
    pass(60_000);
    expect(hold.targetMs).toBeLessThan(2_000);
    expect(hold.targetMs).toBeGreaterThan(1_200);
    pass(600_000);
    expect(hold.targetMs).toBe(1_000);
  });

  it('jumps where catching up would take minutes, and slows down before the line runs dry', () => {
    const hold = createLatencyHold(1_000, 600);
    expect(hold.advise({ latencyMs: 30_000, aheadMs: 20_000, nowMs: 0 }).jumps).toBe(true);
    expect(hold.advise({ latencyMs: 1_900, aheadMs: 50, nowMs: 500 }).playbackRate).toBe(0.95);
  });
});
