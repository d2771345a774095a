import { clamp, mix, ramp, type Rgb } from './colour.ts';
import { createSeededRandom, toSeed } from './seeded-random.ts';
import { siteOffsetMs } from './site-time.ts';

export type Weather = {
  /** 0 clear – 1 overcast. */
  cloudCover: number;
  /** Share of the ground under snow. */
  snowCover: number;
  /** 0 crisp – 1 the mountains are gone. */
  haze: number;
  windMps: number;
  grass: Rgb;
  /** The day of the site, counted from 1970: what is drawn at random stays the same all day. */
  day: number;
};

const winter: Rgb = [142, 128, 98];
const spring: Rgb = [112, 142, 70];
const summer: Rgb = [172, 156, 98];
const autumn: Rgb = [160, 136, 92];
const grassByMonth: Rgb[] = [
  winter,
  winter,
  mix(winter, spring, 0.4),
  spring,
  spring,
  mix(spring, summer, 0.6),
  summer,
  summer,
  mix(summer, autumn, 0.6),
  autumn,
  mix(autumn, winter, 0.5),
  winter,
];
const snowByMonth = [0.9, 0.85, 0.3, 0, 0, 0, 0, 0, 0, 0.02, 0.2, 0.75];

/** Weather made up for a day (sample, not a record): the same day and seed give the same weather. */
export function toWeather(atMs: number, seed: number): Weather {
  const local = atMs + siteOffsetMs;
  const day = Math.floor(local / 86_400_000);
  const random = createSeededRandom(toSeed(seed, day));
  const date = new Date(local);
  const into = (date.getUTCDate() - 15) / 30;
  const month = date.getUTCMonth();
  const other = (month + (into < 0 ? 11 : 1)) % 12;
  const blend = Math.abs(into);
  const snow = (snowByMonth[month] ?? 0) * (1 - blend) + (snowByMonth[other] ?? 0) * blend;
  const roll = random();
  return {
    // The steppe has many clear days: half of them nearly cloudless.
    cloudCover: clamp(roll < 0.5 ? roll * 0.5 : ramp(roll, 0.5, 1) * 0.85 + 0.1),
    snowCover: clamp(snow + (random() - 0.5) * 0.35 * (snow > 0.02 ? 1 : 0)),
    haze: 0.15 + random() * 0.4,
    windMps: 1 + random() * 6,
    grass: mix(grassByMonth[month] ?? summer, grassByMonth[other] ?? summer, blend),
    day,
  };
}
