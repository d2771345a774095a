import { fix } from './backdrop.ts';
import { clamp, mix, toHex, type Rgb } from './colour.ts';
import { gateX, lampPlaces, plotHalfM } from './grounds.ts';
import type { Lens, Point } from './lens.ts';
import type { Light } from './light.ts';
import { createSeededRandom } from './seeded-random.ts';
import type { Solid } from './solid.ts';
import type { Stage } from './stage.ts';

const up: Point = [0, 0, 1];
const soil: Rgb = [164, 142, 112];
const road: Rgb = [142, 128, 108];
const asphalt: Rgb = [96, 98, 102];
const snow: Rgb = [232, 236, 242];
const paving: Rgb = [206, 198, 184];
const lawn: Rgb = [104, 142, 72];

export const pit = { minX: -82, maxX: 76, minY: -52, maxY: 10, depthM: 7 } as const;

/** The steppe, the plot, its roads and, later, its plaza, as SVG. */
export function drawGround(lens: Lens, light: Light, stage: Stage, seed: number): string {
  const { snowCover, grass } = light.weather;
  const wet = (colour: Rgb, share = 1): Rgb => mix(colour, snow, clamp(snowCover * share));
  const paint = (points: readonly Point[], colour: Rgb, opacity = 1) =>
    drawFlat(lens, points, toHex(light.shade(colour, up)), opacity);
  let out = drawSteppe(lens, light, wet(grass));
  const p = plotHalfM;
  // A plot is worked over: bare where the machines go, snow gone where wheels roll.
  const bare = clamp(stage.fence * 0.6 + stage.excavation * 0.4);
  const plot = mix(mix(grass, soil, bare), mix(lawn, grass, 0.45), stage.landscape * 0.8);
  out += paint(rectangle(-p, -p, p, 150), wet(plot, 0.75));
  out += paint(rectangle(-700, 158, 700, 172), wet(asphalt, 0.3));
  out += paint(rectangle(-700, 164.7, 700, 165.2), wet([214, 210, 196], 0.3));
  out += drawTufts(lens, light, seed, wet(mix(grass, soil, 0.35)), stage);
  if (stage.landscape < 0.7) {
    const haul = wet(road, 0.25);
    out += paint(rectangle(gateX - 6, 14, gateX + 6, 158), haul);
    out += paint(rectangle(-112, 14, 108, 24), haul);
    out += drawTracks(lens, light, wet([116, 100, 80], 0.2));
  }
  if (stage.landscape > 0) {
    const done = stage.landscape;
    out += paint(rectangle(-30, 8, 24, 8 + 142 * done), wet(paving, 0.5));
    for (let row = 0; row < 22 * done; row += 1) {
      out += paint(rectangle(-30, 10 + row * 6.4, 24, 10.4 + row * 6.4), wet([176, 166, 150], 0.5));
    }
    out += paint(ellipse(-84, 70, 34 * Math.sqrt(done), 22 * Math.sqrt(done)), mix([156, 190, 206], snow, snowCover));
    out += paint(ellipse(74, 76, 30 * Math.sqrt(done), 24 * Math.sqrt(done)), wet(lawn, 0.8));
  }
  return out;
}

/** The hole for the foundations with what is built in it, drawn through its own opening. */
export function drawPit(lens: Lens, light: Light, stage: Stage): string {
  if (stage.excavation <= 0 || stage.basement >= 1) return '';
  const depth = -pit.depthM * stage.excavation;
  const { minX, maxX, minY, maxY } = pit;
  const far = minX + (maxX - minX) * Math.max(0.25, stage.excavation);
  const opening = toPoints(lens, rectangle(minX, minY, far, maxY));
  const wall = (points: readonly Point[], colour: Rgb, normal: Point) =>
    drawFlat(lens, points, toHex(light.shade(colour, normal)));
  const earth: Rgb = mix([138, 112, 84], snow, light.weather.snowCover * 0.2);
  let inside = wall(rectangle(minX, minY, far, maxY, depth), mix(soil, earth, 0.6), up);
  inside += wall(
    [
      [minX, minY, 0],
      [far, minY, 0],
      [far, minY, depth],
      [minX, minY, depth],
    ],
    earth,
    [0, 1, 0],
  );
  inside += wall(
    [
      [minX, maxY, 0],
      [far, maxY, 0],
      [far, maxY, depth],
      [minX, maxY, depth],
    ],
    earth,
    [0, -1, 0],
  );
  inside += wall(
    [
      [minX, minY, 0],
      [minX, maxY, 0],
      [minX, maxY, depth],
      [minX, minY, depth],
    ],
    earth,
    [1, 0, 0],
  );
  inside += wall(
    [
      [far, minY, 0],
      [far, maxY, 0],
      [far, maxY, depth],
      [far, minY, depth],
    ],
    earth,
    [-1, 0, 0],
  );
  if (stage.raft > 0) {
    const raftFar = minX + 3 + (far - minX - 6) * stage.raft;
    inside += wall(rectangle(minX + 3, minY + 3, raftFar, maxY - 3, depth + 1.2), [186, 182, 174], up);
    for (let line = 0; line < 12; line += 1) {
      const x = minX + 6 + line * 12;
      if (x < raftFar) inside += wall(rectangle(x, minY + 3, x + 0.5, maxY - 3, depth + 1.3), [150, 96, 66], up);
    }
  }
  for (let line = 0; line < 11 * stage.basement; line += 1) {
    for (const y of [minY + 6, -40, -26, -12, maxY - 5]) {
      const x = minX + 8 + line * 13;
      const top = depth + 1.2 + 5.6 * clamp(11 * stage.basement - line);
      inside += wall(
        [
          [x, y, depth + 1.2],
          [x + 2, y, depth + 1.2],
          [x + 2, y, top],
          [x, y, top],
        ],
        [172, 168, 160],
        [0, 1, 0],
      );
      inside += wall(
        [
          [x, y, depth + 1.2],
          [x, y - 2, depth + 1.2],
          [x, y - 2, top],
          [x, y, top],
        ],
        [150, 146, 140],
        [-1, 0, 0],
      );
    }
  }
  return `<clipPath id="pit"><polygon points="${opening}"/></clipPath><g clip-path="url(#pit)">${inside}</g>`;
}

/** The shadow that a body throws on level ground. */
export function drawShadow(lens: Lens, light: Light, solid: Solid): string {
  const [sx, sy, sz] = light.sunDirection;
  const strength = light.direct[0] * 0.62;
  if (sz < 0.05 || strength < 0.04) return '';
  const reach = Math.min(solid.max[2] / sz, 380);
  const shift: [number, number] = [-sx * reach, -sy * reach];
  const { min, max } = solid;
  const corners: [number, number][] = [
    [min[0], min[1]],
    [max[0], min[1]],
    [max[0], max[1]],
    [min[0], max[1]],
  ];
  const all = [...corners, ...corners.map(([x, y]): [number, number] => [x + shift[0], y + shift[1]])];
  const hull = toHull(all).map(([x, y]): Point => [x, y, 0.02]);
  return drawFlat(lens, hull, '#141a2c', strength);
}

/** Pools of light under the floodlights at night. */
export function drawPools(lens: Lens, light: Light, stage: Stage): string {
  if (light.night < 0.1 || stage.fence < 1) return '';
  const opacity = 0.26 * light.night;
  const pools = lampPlaces.map(([x, y]) =>
    [34, 22, 11].map((r) => drawFlat(lens, ellipse(x, y, r, r), '#ffdf9e', opacity / 2.4)).join(''),
  );
  return pools.join('');
}

function drawSteppe(lens: Lens, light: Light, colour: Rgb): string {
  const horizon = lens.projectDirection(lens.azimuthDeg, 0)?.y ?? 0;
  const near = toHex(light.shadeFar(colour, up));
  const far = toHex(
    mix(light.shadeFar(mix(colour, [118, 124, 108], 0.3), up), light.skyHorizon, 0.45 + 0.25 * light.weather.haze),
  );
  const top = Math.max(0, horizon);
  return (
    `<defs><linearGradient id="steppe" gradientUnits="userSpaceOnUse" x1="0" y1="${fix(horizon)}" x2="0" y2="${fix(horizon + lens.height * 0.35)}">` +
    `<stop offset="0" stop-color="${far}"/><stop offset="0.22" stop-color="${toHex(mix(light.shadeFar(colour, up), light.skyHorizon, 0.18))}"/><stop offset="1" stop-color="${near}"/></linearGradient></defs>` +
    `<rect y="${fix(top)}" width="${lens.width}" height="${fix(lens.height - top)}" fill="url(#steppe)"/>`
  );
}

function drawTufts(lens: Lens, light: Light, seed: number, colour: Rgb, stage: Stage): string {
  const random = createSeededRandom(seed + 13);
  let out = '';
  for (let index = 0; index < 420; index += 1) {
    const x = (random() - 0.5) * 620;
    const y = (random() - 0.5) * 620;
    const size = 1 + random() * 3.4;
    const tone = random() < 0.5 ? 0.86 : 1.1;
    const isInside = Math.abs(x) < plotHalfM && y > -plotHalfM && y < 150;
    if (isInside && (stage.landscape > 0.5 || index % 3 === 0)) continue;
    const seen = light.shade([colour[0] * tone, colour[1] * tone, colour[2] * tone], up);
    out += drawFlat(lens, ellipse(x, y, size * 1.6, size * 0.8, 7), toHex(seen), 0.5);
  }
  return out;
}

function drawTracks(lens: Lens, light: Light, colour: Rgb): string {
  const seen = toHex(light.shade(colour, up));
  const lanes = [gateX - 3.6, gateX - 1.8, gateX + 1.6, gateX + 3.4].map((x) =>
    drawFlat(lens, rectangle(x, 16, x + 0.5, 157), seen, 0.55),
  );
  const across = [17, 18.6, 20.6, 22.2].map((y) => drawFlat(lens, rectangle(-110, y, 106, y + 0.4), seen, 0.5));
  return [...lanes, ...across].join('');
}

export function drawFlat(lens: Lens, points: readonly Point[], fill: string, opacity = 1): string {
  const text = toPoints(lens, points);
  if (!text) return '';
  return `<polygon points="${text}" fill="${fill}"${opacity < 1 ? ` opacity="${Math.round(opacity * 1000) / 1000}"` : ''}/>`;
}

function toPoints(lens: Lens, points: readonly Point[]): string {
  const seen = lens.projectPolygon(points);
  if (seen.length < 3) return '';
  const isOut =
    seen.every((at) => at.x < 0) ||
    seen.every((at) => at.x > lens.width) ||
    seen.every((at) => at.y < 0) ||
    seen.every((at) => at.y > lens.height);
  return isOut ? '' : seen.map((at) => `${fix(at.x)},${fix(at.y)}`).join(' ');
}

function rectangle(minX: number, minY: number, maxX: number, maxY: number, z = 0): Point[] {
  return [
    [minX, minY, z],
    [maxX, minY, z],
    [maxX, maxY, z],
    [minX, maxY, z],
  ];
}

function ellipse(x: number, y: number, radiusX: number, radiusY: number, corners = 22): Point[] {
  return Array.from({ length: corners }, (_, index): Point => {
    const angle = (index / corners) * 2 * Math.PI;
    return [x + Math.cos(angle) * radiusX, y + Math.sin(angle) * radiusY, 0];
  });
}

/** Convex hull, Andrew's monotone chain. */
function toHull(points: readonly [number, number][]): [number, number][] {
  const sorted = points.toSorted((left, right) => left[0] - right[0] || left[1] - right[1]);
  const half = (from: readonly [number, number][]) => {
    const chain: [number, number][] = [];
    for (const point of from) {
      for (;;) {
        const [a, b] = [chain.at(-2), chain.at(-1)];
        if (!a || !b || (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0]) > 0) break;
        chain.pop();
      }
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}
