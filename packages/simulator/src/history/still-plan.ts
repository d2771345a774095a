import { createSeededRandom, toSeed } from '../scene/seeded-random.ts';

const dayMs = 86_400_000;
const siteOffsetMs = 5 * 3_600_000;

/**
 * When the stills of the past were taken: near noon each day at the site, on Mondays also in the morning and evening.
 * What is looked at first comes first: the first day and the first of each month, from old to new; then the noon of every
 * other day, from the newest back; then what Mondays have more.
 */
export function planStills(fromMs: number, toMs: number, seed: number): number[] {
  const passes: [number[], number[], number[]] = [[], [], []];
  const firstDay = Math.floor((fromMs + siteOffsetMs) / dayMs);
  for (let day = firstDay; day * dayMs - siteOffsetMs < toMs; day += 1) {
    const midnightMs = day * dayMs - siteOffsetMs;
    const random = createSeededRandom(toSeed(seed, day));
    const date = new Date(day * dayMs);
    const atHour = (hour: number) => midnightMs + Math.round((hour + random() * 0.8) * 3_600) * 1_000;
    const isTaken = (atMs: number) => atMs >= fromMs && atMs < toMs;
    passes[day === firstDay || date.getUTCDate() === 1 ? 0 : 1].push(...[atHour(11.8)].filter(isTaken));
    if (date.getUTCDay() === 1) passes[2].push(...[atHour(8.6), atHour(17.2)].filter(isTaken));
  }
  return [...passes[0], ...passes[1].reverse(), ...passes[2].reverse()];
}
