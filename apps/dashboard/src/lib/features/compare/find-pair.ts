import { measureBrightness } from './brightness.ts';
import { keepDaylight, rankByLight, type SunPlace } from './like-light.ts';
import { readInstants, toStillUrl } from './still-list.ts';

export interface Pair {
  thenMs: number;
  nowMs: number;
}

/** Of so many with the sun at the same place, the one as bright: a cloud is no difference of the site. */
const candidates = 4;

/**
 * Two stills of a camera, a day each, in light as alike as there is: of the later day the one nearest its middle, of
 * the earlier day the one with the sun at the same place and, of those, the same brightness. null: one has no still.
 */
export async function findPair(
  asked: { camera: string; then: string; now: string; place: SunPlace; toDate: (atMs: number) => string },
  signal: AbortSignal,
): Promise<Pair | null> {
  const { camera, place, toDate } = asked;
  const [then, now] = await Promise.all([
    readInstants(camera, asked.then, toDate, signal),
    readInstants(camera, asked.now, toDate, signal),
  ]);
  const [thenLight, nowLight] = [keepDaylight(then, place), keepDaylight(now, place)];
  if (thenLight.length === 0 || nowLight.length === 0) return null;
  // The day with fewer stills decides the hour: the other has more to choose from.
  const isThenPoorer = thenLight.length < nowLight.length;
  const [poor, rich] = isThenPoorer ? [thenLight, nowLight] : [nowLight, thenLight];
  const anchorMs = poor[Math.floor(poor.length / 2)] ?? 0;
  const near = rankByLight(rich, anchorMs, place).slice(0, candidates);
  const otherMs = await pickByBrightness(camera, near, anchorMs, signal);
  return isThenPoorer ? { thenMs: anchorMs, nowMs: otherMs } : { thenMs: otherMs, nowMs: anchorMs };
}

async function pickByBrightness(
  camera: string,
  near: readonly number[],
  anchorMs: number,
  signal: AbortSignal,
): Promise<number> {
  const measure = (atMs: number) => measureBrightness(toStillUrl(camera, atMs), signal);
  const [target, ...values] = await Promise.all([measure(anchorMs), ...near.map(measure)]);
  const first = near[0] ?? anchorMs;
  if (target === null || target === undefined) return first;
  const rated = near.map((atMs, index) => ({ atMs, apart: Math.abs((values[index] ?? Infinity) - target) }));
  return rated.reduce((best, one) => (one.apart < best.apart ? one : best), rated[0] ?? { atMs: first, apart: 0 }).atMs;
}
