import { createSeededRandom, toSeed } from '../scene/seeded-random.ts';

const dayMs = 86_400_000;
const siteOffsetMs = 5 * 3_600_000;

/**
 * When the stills of the past were taken: near noon each day at the site, on Mondays also in the morning and evening.
 * Coarse first: the first of each month, then Mondays, then every other day, each from old to new.
 */
export function planStills(fromMs: number, toMs: number, seed: number): number[] {
  const passes: [number[], number[], number[]] = [[], [], []];
  for (let day = Math.floor((fromMs + siteOffsetMs) / dayMs); day * dayMs - siteOffsetMs < toMs; day += 1) {
    const midnightMs = day * dayMs - siteOffsetMs;
    const random = createSeededRandom(toSeed(seed, day));
    const date = new Date(day * dayMs);
    const isMonday = date.getUTCDay() === 1;
    const pass = passes[date.getUTCDate() === 1 ? 0 : isMonday ? 1 : 2];
    const atHour = (hour: number) => midnightMs + Math.round((hour + random() * 0.8) * 3_600) * 1_000;
    const instants = [atHour(11.8), ...(isMonday ? [atHour(8.6), atHour(17.2)] : [])];
    pass.push(...instants.filter((atMs) => atMs >= fromMs && atMs < toMs));
  }
  return passes.flat();
}
