import { describe, expect, it } from 'vitest';
import { createServerClock } from './server-clock.ts';

function createBench() {
  const device = { wallMs: 1_000_000, steadyMs: 500 };
  const clock = createServerClock({ nowMs: () => device.wallMs, steadyMs: () => device.steadyMs });
  return {
    clock,
    device,
    pass(ms: number) {
      device.wallMs += ms;
      device.steadyMs += ms;
    },
    ask(serverNowMs: number, tookMs: number) {
      const askedAtMs = device.wallMs;
      this.pass(tookMs);
      clock.learn(askedAtMs, serverNowMs);
    },
  };
}

describe('createServerClock', () => {
  it('knows nothing before the server has said anything', () => {
    expect(createBench().clock.readOffsetMs()).toBeNull();
  });

  it('[LIVE2] errs to the side on which a picture looks older', () => {
    const bench = createBench();
    const trueOffsetMs = 3_600_000;
    bench.ask(bench.device.wallMs + trueOffsetMs + 390, 400);
    expect(bench.clock.readOffsetMs()).toBeGreaterThanOrEqual(trueOffsetMs);
    expect(bench.clock.readOffsetMs()).toBeLessThanOrEqual(trueOffsetMs + 400);
  });

  it('prefers the faster answer, until it is old', () => {
    const bench = createBench();
    bench.ask(bench.device.wallMs + 7_000, 20);
    bench.pass(1_000);
    bench.ask(bench.device.wallMs + 8_000, 900);
    expect(bench.clock.readOffsetMs()).toBe(7_000);
    bench.pass(400_000);
    bench.ask(bench.device.wallMs + 8_000, 900);
    expect(bench.clock.readOffsetMs()).toBe(8_000);
  });

  it.each([
    ['set back', -60_000],
    ['set forward', 60_000],
  ])('[LIVE2] forgets the offset when the clock of the device is %s, until it asks again', (_, jumpMs) => {
    const bench = createBench();
    bench.ask(bench.device.wallMs, 10);
    expect(bench.clock.readOffsetMs()).toBe(0);
    bench.device.wallMs += jumpMs;
    expect(bench.clock.readOffsetMs()).toBeNull();
    bench.ask(bench.device.wallMs - jumpMs, 10);
    expect(bench.clock.readOffsetMs()).toBe(-jumpMs);
  });

  it('learns nothing from an answer that took too long or says no time', () => {
    const bench = createBench();
    bench.ask(bench.device.wallMs, 6_000);
    bench.ask(Number.NaN, 10);
    expect(bench.clock.readOffsetMs()).toBeNull();
  });
});
