import { add, clamp, mix, multiply, toHex, type Rgb } from './colour.ts';
import type { Lens } from './lens.ts';
import type { Light } from './light.ts';
import { createSeededRandom } from './seeded-random.ts';

const snowCap: Rgb = [238, 242, 248];
const rock: Rgb = [92, 100, 120];
const foothill: Rgb = [98, 108, 92];

/** Sky, stars, sun, clouds and the Trans-Ili Alatau in the south, as SVG. */
export function drawBackdrop(lens: Lens, light: Light, atMs: number, seed: number): string {
  return [
    drawSky(lens, light),
    drawStars(lens, light, seed),
    drawSun(lens, light),
    drawClouds(lens, light, atMs),
    drawMountains(lens, light),
  ].join('');
}

function drawSky(lens: Lens, light: Light): string {
  const horizon = lens.projectDirection(lens.azimuthDeg, 0)?.y ?? lens.height / 2;
  const towardsSun = clamp(0.5 + 0.5 * Math.cos(((light.sun.azimuthDeg - lens.azimuthDeg) * Math.PI) / 180));
  const low = mix(light.skyHorizon, light.glow, 0.15 + 0.6 * towardsSun);
  const middle = mix(light.skyTop, low, 0.55);
  const stops = [
    [0, light.skyTop],
    [0.62, middle],
    [1, low],
  ] as const;
  const marks = stops.map(([at, colour]) => `<stop offset="${at}" stop-color="${toHex(colour)}"/>`).join('');
  const top = Math.min(-1, horizon - lens.height * 0.9);
  return (
    `<defs><linearGradient id="sky" gradientUnits="userSpaceOnUse" x1="0" y1="${fix(top)}" x2="0" y2="${fix(Math.max(1, horizon))}">` +
    `${marks}</linearGradient></defs><rect width="${lens.width}" height="${lens.height}" fill="url(#sky)"/>`
  );
}

function drawStars(lens: Lens, light: Light, seed: number): string {
  const seen = clamp((light.night - 0.75) * 4) * (1 - light.weather.cloudCover);
  if (seen <= 0.02) return '';
  const random = createSeededRandom(seed + 5);
  let stars = '';
  for (let index = 0; index < 140; index += 1) {
    const x = random() * lens.width;
    const y = random() * lens.height * 0.6;
    stars += `<circle cx="${fix(x)}" cy="${fix(y)}" r="${fix(0.4 + random() * 0.7)}" fill="#dfe6ff" opacity="${fix(seen * (0.25 + random() * 0.6))}"/>`;
  }
  return stars;
}

function drawSun(lens: Lens, light: Light): string {
  if (light.sun.altitudeDeg < -4 || light.weather.cloudCover > 0.75) return '';
  const at = lens.projectDirection(light.sun.azimuthDeg, light.sun.altitudeDeg);
  if (!at) return '';
  const scale = lens.width / 1_280;
  const colour = toHex(mix([255, 250, 232], light.glow, light.sun.altitudeDeg < 10 ? 0.35 : 0));
  const strength = 1 - light.weather.cloudCover;
  return (
    `<defs><radialGradient id="sun"><stop offset="0" stop-color="${colour}" stop-opacity="${fix(0.95 * strength)}"/>` +
    `<stop offset="0.09" stop-color="${colour}" stop-opacity="${fix(0.85 * strength)}"/><stop offset="0.14" stop-color="${colour}" stop-opacity="${fix(0.32 * strength)}"/>` +
    `<stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient></defs>` +
    `<circle cx="${fix(at.x)}" cy="${fix(at.y)}" r="${fix(260 * scale)}" fill="url(#sun)"/>`
  );
}

function drawClouds(lens: Lens, light: Light, atMs: number): string {
  const { cloudCover, day, windMps } = light.weather;
  if (cloudCover < 0.06) return '';
  const random = createSeededRandom(day * 7 + 3);
  const lit = mix(
    add(multiply([250, 248, 246], light.ambient), [120, 112, 104], light.direct[0]),
    light.skyHorizon,
    0.35,
  );
  const shade = mix(lit, light.skyTop, 0.4);
  const drift = ((atMs / 60_000) * windMps * 0.22) % 400;
  const scale = lens.width / 1_280;
  let puffs = '';
  const groups = Math.round(4 + cloudCover * 16);
  for (let group = 0; group < groups; group += 1) {
    const x = ((random() * 1_700 + drift * (0.5 + random())) % 1_700) - 200;
    const y = random() * 300 - 10;
    const size = (40 + random() * 90) * (0.6 + (300 - y) / 500);
    for (let puff = 0; puff < 5; puff += 1) {
      const px = x + (random() - 0.5) * size * 3.4;
      const py = y + (random() - 0.6) * size * 0.4;
      const colour = puff < 2 ? shade : lit;
      puffs += `<ellipse cx="${fix(px * scale)}" cy="${fix(py * scale)}" rx="${fix(size * (0.7 + random()) * scale)}" ry="${fix(size * 0.26 * scale)}" fill="${toHex(colour)}" opacity="${fix(0.34 + 0.3 * cloudCover)}"/>`;
    }
  }
  return `<defs><filter id="soft" x="-5%" y="-5%" width="110%" height="110%"><feGaussianBlur stdDeviation="${fix(11 * scale)}"/></filter></defs><g filter="url(#soft)">${puffs}</g>`;
}

/** Altitude of the skyline over the horizon, in degrees, at an azimuth: peaks in the south, low hills elsewhere. */
function toRidge(azimuthDeg: number, layer: number): number {
  const a = (azimuthDeg * Math.PI) / 180;
  const south = Math.exp(-(((azimuthDeg - 182) / 58) ** 2));
  const shift = layer * 1.7;
  const sharp = (frequency: number, phase: number) => 1 - Math.abs(Math.sin(a * frequency + phase + shift));
  const peaks =
    0.5 * sharp(7.3, 0.4) +
    0.28 * sharp(17.1, 1.9) +
    0.15 * sharp(41, 0.7) +
    0.08 * sharp(97, 2.2) +
    0.04 * sharp(211, 1);
  const heights = [7.6, 5.3, 3];
  return 0.25 + south * (heights[layer] ?? 1) * (0.38 + 0.78 * peaks);
}

function drawMountains(lens: Lens, light: Light): string {
  const { haze, cloudCover } = light.weather;
  const veil = clamp(0.3 + haze * 0.55 + cloudCover * 0.22);
  const clearRidge = clamp(0.96 - cloudCover * 0.35);
  const facing: [number, number, number] = [0.35, 0.86, 0.36];
  const air = mix(light.skyHorizon, light.glow, 0.25);
  let out = '';
  for (let layer = 0; layer < 3; layer += 1) {
    const bands = layer === 0 ? 6 : 3;
    for (let band = 0; band < bands; band += 1) {
      const height = 1 - band * (layer === 0 ? 0.14 : 0.24);
      const isSnow = layer === 0 ? band < 4 : layer === 1 && band === 0 && light.weather.snowCover > 0.25;
      const base =
        layer === 2 ? mix(foothill, light.weather.grass, 0.4) : isSnow ? mix(snowCap, rock, band * 0.2) : rock;
      const seen = mix(light.shadeFar(base, facing), air, clamp(veil - layer * 0.14 + band * 0.03));
      out += drawRidge(lens, layer, band, height, toHex(seen), clearRidge);
    }
    if (layer === 0) out += drawFlanks(lens, light, veil);
  }
  return out;
}

function drawRidge(lens: Lens, layer: number, band: number, height: number, fill: string, opacity: number): string {
  const points: string[] = [];
  const half = lens.horizontalDeg / 2 + 6;
  const steps = 260;
  for (let step = 0; step <= steps; step += 1) {
    const azimuth = lens.azimuthDeg - half + (step / steps) * half * 2;
    const jag =
      band === 0 ? 0 : Math.sin(azimuth * 4.1 + band * 2.3 + layer) * 0.16 + Math.sin(azimuth * 11.7 + band) * 0.1;
    const at = lens.projectDirection(azimuth, Math.max(0.05, toRidge(azimuth, layer) * height + jag));
    if (at) points.push(`${fix(at.x)},${fix(at.y)}`);
  }
  return `<polygon points="${points.join(' ')} ${lens.width + 400},${lens.height + 400} -400,${lens.height + 400}" fill="${fill}" opacity="${fix(opacity)}"/>`;
}

/** The shaded side of each peak: what makes a ridge a range. */
function drawFlanks(lens: Lens, light: Light, veil: number): string {
  const half = lens.horizontalDeg / 2 + 4;
  const dark = toHex(mix(light.shadeFar([112, 124, 156], [0, 0.6, 0.8]), light.skyHorizon, clamp(veil * 0.8)));
  const isFromEast = light.sun.azimuthDeg < 180;
  let out = '';
  let before = 0;
  let rising = true;
  for (let azimuth = lens.azimuthDeg - half; azimuth < lens.azimuthDeg + half; azimuth += 0.2) {
    const ridge = toRidge(azimuth, 0);
    if (rising && ridge < before && before > 2.2) {
      const lean = isFromEast ? 1 : -1;
      const corners: [number, number][] = [
        [azimuth - 0.2, before],
        [azimuth + lean * 0.9, toRidge(azimuth + lean * 0.9, 0) - 0.05],
        [azimuth + lean * 2.1, toRidge(azimuth + lean * 2.1, 0) * 0.72],
        [azimuth + lean * 0.8, before * 0.5],
        [azimuth + lean * 0.25, before * 0.66],
        [azimuth - lean * 0.15, before * 0.8],
      ];
      const points = corners.map(([a, h]) => lens.projectDirection(a, h)).filter((at) => at !== null);
      out += `<polygon points="${points.map((at) => `${fix(at.x)},${fix(at.y)}`).join(' ')}" fill="${dark}" opacity="0.42"/>`;
    }
    rising = ridge >= before;
    before = ridge;
  }
  return out;
}

export function fix(value: number): string {
  return String(Math.round(value * 10) / 10);
}
