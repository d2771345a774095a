import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { CameraHealth } from '@sitecast/contract';
import { createHealthMonitor, type HealthMonitor } from './monitor.ts';
import { thumbnailHeight, thumbnailWidth } from './picture.ts';

const startMs = Date.parse('2026-11-23T05:00:00.000Z');
const pixels = thumbnailWidth * thumbnailHeight;
const at = (seconds: number): string => new Date(startMs + seconds * 1_000).toISOString();

const patterned = (shift: number): Uint8Array =>
  Uint8Array.from({ length: pixels }, (_, pixel) => (pixel * 7 + shift * 31) % 256);
const black = new Uint8Array(pixels).fill(2);
/** A frozen scene on which a clock of two cells ticks in the upper right corner. */
function frozenWithClock(second: number): Uint8Array {
  const gray = patterned(0);
  for (let y = 0; y < 10; y += 1) gray.fill((second * 53) % 256, y * thumbnailWidth + 135, y * thumbnailWidth + 158);
  return gray;
}

type Scene = (second: number) => Uint8Array;
const moving: Scene = (second) => patterned(second);

interface Watch {
  monitor: HealthMonitor;
  told: CameraHealth[];
  /** Fragments each 40 ms, a key frame each 2 s, a tick each second. */
  play(fromS: number, toS: number, scene: Scene): void;
  /** Ticks alone. */
  wait(fromS: number, toS: number): void;
  readonly states: string[];
}

function watchCamera(): Watch {
  const monitor = createHealthMonitor({ startedAtMs: startMs });
  const told: CameraHealth[] = [];
  monitor.onChange((health) => told.push(health));
  return {
    monitor,
    told,
    play(fromS, toS, scene) {
      for (let ms = fromS * 1_000; ms < toS * 1_000; ms += 40) {
        monitor.fragmentArrived(startMs + ms);
        if (ms % 2_000 === 0) monitor.thumbnail(scene(ms / 1_000), startMs + ms);
        if (ms % 1_000 === 0) monitor.tick(startMs + ms);
      }
    },
    wait(fromS, toS) {
      for (let second = fromS; second <= toS; second += 1) monitor.tick(startMs + second * 1_000);
    },
    get states() {
      return told.map((health) => health.state);
    },
  };
}

describe('the health of a camera', () => {
  it('[LIVE1] is starting until frames really arrive, then live', () => {
    const camera = watchCamera();
    expect(camera.monitor.health).toEqual({ state: 'starting', since: at(0), lastFrameAt: null });
    camera.wait(0, 3);
    camera.play(4, 8, moving);
    expect(camera.told).toHaveLength(1);
    expect(camera.told[0]).toMatchObject({ state: 'live', since: at(4) });
  });

  it('[LIVE1] is not live while bytes flow but no key frame was decoded', () => {
    const camera = watchCamera();
    for (let ms = 0; ms < 20_000; ms += 40) camera.monitor.fragmentArrived(startMs + ms);
    expect(camera.monitor.health.state).toBe('starting');
  });

  it('[LIVE1] says unknown when key frames stop while bytes flow on', () => {
    const camera = watchCamera();
    camera.play(0, 10, moving);
    for (let ms = 10_000; ms < 60_000; ms += 40) camera.monitor.fragmentArrived(startMs + ms);
    expect(camera.states).toEqual(['live', 'unknown']);
  });

  it('[LIVE1] is stalled after six seconds without a fragment and offline after fifteen, since the last frame', () => {
    const camera = watchCamera();
    camera.play(0, 20, moving);
    camera.wait(20, 25);
    expect(camera.states).toEqual(['live']);
    camera.wait(26, 27);
    expect(camera.told[1]).toMatchObject({ state: 'stalled', since: at(19.96), lastFrameAt: at(19.96) });
    camera.wait(28, 36);
    expect(camera.told[2]).toMatchObject({ state: 'offline', since: at(19.96) });
  });

  it('[LIVE1] is offline sooner where the source is known to be down', () => {
    const camera = watchCamera();
    camera.play(0, 20, moving);
    camera.monitor.sourceDown(startMs + 20_000);
    camera.wait(20, 25);
    expect(camera.states).toEqual(['live', 'offline']);
    const never = watchCamera();
    never.monitor.sourceDown(startMs + 300);
    never.wait(1, 6);
    expect(never.told).toEqual([{ state: 'offline', since: at(0), lastFrameAt: null }]);
  });

  it('[LIVE1] is frozen after five key frames and ten seconds without a change, though the clock ticks', () => {
    const camera = watchCamera();
    camera.play(0, 20, moving);
    camera.play(20, 40, frozenWithClock);
    expect(camera.told[1]).toMatchObject({ state: 'frozen', since: at(20) });
    camera.play(40, 60, moving);
    expect(camera.states).toEqual(['live', 'frozen', 'live']);
  });

  it('[LIVE1] is dark after two black key frames, and dark is not called frozen', () => {
    const camera = watchCamera();
    camera.play(0, 20, moving);
    camera.play(20, 80, () => black);
    expect(camera.told[1]).toMatchObject({ state: 'dark', since: at(20) });
    camera.play(80, 100, moving);
    expect(camera.states).toEqual(['live', 'dark', 'live']);
  });

  it('[LIVE4] one late frame, one black frame and one short restart are no alarm', () => {
    const camera = watchCamera();
    camera.play(0, 20, moving);
    camera.wait(20, 25);
    camera.play(25, 40, (second) => (second === 30 ? black : moving(second)));
    camera.monitor.sourceDown(startMs + 40_000);
    camera.wait(40, 43);
    camera.play(44, 60, moving);
    expect(camera.states).toEqual(['live']);
  });

  it('comes back live within seconds of the first frame after an outage', () => {
    const camera = watchCamera();
    camera.play(0, 20, moving);
    camera.wait(20, 60);
    camera.play(60, 64, moving);
    expect(camera.told.at(-1)).toMatchObject({ state: 'live', since: at(60) });
  });

  it('[LIVE4] a camera that flaps for ten minutes does not storm', () => {
    const camera = watchCamera();
    for (let second = 0; second < 600; second += 12) {
      camera.play(second, second + 4, moving);
      camera.wait(second + 4, second + 11);
    }
    expect(camera.told.length).toBeLessThan(10);
    expect(camera.monitor.health.state).not.toBe('live');
  });

  it('a clock that is set back makes no silence fresh', () => {
    const camera = watchCamera();
    camera.play(0, 20, moving);
    const hour = 3_600;
    camera.wait(20 - hour, 27 - hour);
    camera.wait(28 - hour, 40 - hour);
    expect(camera.states).toEqual(['live', 'stalled', 'offline']);
  });
});

describe('the health of a camera, whatever arrives', () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('fragments' as const),
      seconds: fc.integer({ min: 1, max: 20 }),
      scene: fc.constantFrom(moving, () => black, frozenWithClock),
    }),
    fc.record({ kind: fc.constant('silence' as const), seconds: fc.integer({ min: 1, max: 20 }) }),
    fc.record({ kind: fc.constant('down' as const), seconds: fc.integer({ min: 0, max: 5 }) }),
  );

  it('[LIVE1] [LIVE4] never says live of old frames, never goes back in time, never storms', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const camera = watchCamera();
        let second = 0;
        for (const one of steps) {
          if (one.kind === 'fragments') camera.play(second, second + one.seconds, one.scene);
          if (one.kind === 'down') camera.monitor.sourceDown(startMs + second * 1_000);
          if (one.kind !== 'fragments') camera.wait(second, second + one.seconds);
          second += one.seconds;
          const { state, lastFrameAt, since } = camera.monitor.health;
          const ageMs = startMs + second * 1_000 - Date.parse(lastFrameAt ?? at(0));
          if (ageMs > 7_000) expect(['stalled', 'offline', 'starting']).toContain(state);
          expect(Date.parse(since)).toBeLessThanOrEqual(startMs + second * 1_000);
        }
        const starts = camera.told.map((health) => Date.parse(health.since));
        expect(starts).toEqual([...starts].sort((a, b) => a - b));
        expect(camera.told.length).toBeLessThanOrEqual(3 + second / 3);
      }),
      { numRuns: 60 },
    );
  });
});
