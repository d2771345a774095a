import { describe, expect, it, vi } from 'vitest';
import { camera } from '../live/views.fixture.ts';
import { createTimeReach } from './time-reach.ts';

const minuteMs = 60_000;
const readNow = () => Date.now();

describe('how far in time a visitor may see', () => {
  it('[MEDIA9] is what the camera’s rules leave open to all, an hour where they are not known', () => {
    const reachOf = (publicMinutes?: number) =>
      createTimeReach({
        camera: () => ({ ...camera('gate', 'live'), ...(publicMinutes !== undefined && { publicMinutes }) }),
        clockOffsetMs: () => 0,
        findPass: () => null,
      }).readWindowMs();
    expect(reachOf()).toBe(60 * minuteMs);
    expect(reachOf(15)).toBe(15 * minuteMs);
    expect(reachOf(1_440)).toBe(1_440 * minuteMs);
    expect(reachOf(0)).toBe(0);
  });

  it('[MEDIA9] has no end for whom more was granted, who has a pass for what is not open to all and no other', async () => {
    const findPass = vi.fn((fromMs: number, toMs: number) => Promise.resolve(`/pass/${fromMs}-${toMs}/`));
    const reach = createTimeReach({
      camera: () => ({ ...camera('gate', 'live'), publicMinutes: 15 }),
      clockOffsetMs: () => 0,
      findPass: () => findPass,
    });
    expect(reach.readWindowMs()).toBe(Infinity);
    const now = readNow();
    expect(await reach.findBase(now - 10 * minuteMs, now)).toBeNull();
    expect(findPass).not.toHaveBeenCalled();
    const from = now - 30 * minuteMs;
    expect(await reach.findBase(from, now)).toBe(`/pass/${from}-${now}/`);
  });
});
