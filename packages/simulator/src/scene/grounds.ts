import { mix, type Rgb } from './colour.ts';
import type { Point } from './lens.ts';
import { createSeededRandom } from './seeded-random.ts';
import { toBox, type Solid } from './solid.ts';
import type { Stage } from './stage.ts';
import type { Weather } from './weather.ts';

/** The plot: ten hectares, 316 m by 316 m, of which the cameras see the northern and middle part. */
export const plotHalfM = 158;
export const gateX = -8;

const snow: Rgb = [232, 236, 242];

/** What stands on the ground round the building: fence, gate, cabins, material, floodlights, trees. */
export function buildGrounds(stage: Stage, weather: Weather, seed: number): Solid[] {
  return [
    ...buildFence(stage),
    ...buildCabins(stage),
    ...buildMaterial(stage, seed),
    ...buildLamps(stage),
    ...buildTrees(stage, weather, seed),
  ];
}

function buildFence(stage: Stage): Solid[] {
  const solids: Solid[] = [];
  const isOpenAgain = stage.landscape > 0.9;
  if (stage.fence <= 0 || isOpenAgain) return solids;
  const panelM = 8;
  const white: Rgb = [222, 226, 226];
  const turquoise: Rgb = [0, 150, 168];
  const panels = Math.floor(((plotHalfM * 2) / panelM) * stage.fence);
  for (let index = 0; index < panels; index += 1) {
    const from = -plotHalfM + index * panelM;
    const colour = index % 4 === 0 ? turquoise : white;
    const isGate = from + panelM > gateX - 9 && from < gateX + 9;
    const northY = 150;
    if (!isGate) solids.push(toBox([from, northY, 0], [from + panelM - 0.2, northY + 0.2, 2.1], colour));
    solids.push(toBox([from, -plotHalfM, 0], [from + panelM - 0.2, -plotHalfM + 0.2, 2.1], colour));
    if (from + panelM > northY) continue;
    solids.push(toBox([-plotHalfM - 0.2, from, 0], [-plotHalfM, from + panelM - 0.2, 2.1], colour));
    solids.push(toBox([plotHalfM, from, 0], [plotHalfM + 0.2, from + panelM - 0.2, 2.1], colour));
  }
  for (const x of [gateX - 9.6, gateX + 9]) solids.push(toBox([x, 149.6, 0], [x + 0.6, 150.4, 6], [90, 96, 104]));
  solids.push(toBox([gateX - 9.6, 149.7, 6], [gateX + 9.6, 150.3, 7.2], turquoise, undefined, [0, 60, 66]));
  return solids;
}

function buildCabins(stage: Stage): Solid[] {
  const solids: Solid[] = [];
  const colours: Rgb[] = [
    [236, 238, 238],
    [64, 122, 158],
    [226, 232, 232],
    [206, 212, 214],
  ];
  const count = stage.landscape > 0.5 ? 0 : Math.round(10 * stage.cabins);
  for (let index = 0; index < count; index += 1) {
    const x = 66 + (index % 5) * 13;
    const z = index < 5 ? 0 : 2.8;
    const colour = colours[(index * 3) % colours.length] ?? snow;
    const cabin = toBox([x, 118, z], [x + 12, 121, z + 2.7], colour, [196, 200, 202], [26, 22, 12]);
    solids.push(cabin);
  }
  return solids;
}

function buildMaterial(stage: Stage, seed: number): Solid[] {
  const random = createSeededRandom(seed + 31);
  const solids: Solid[] = [];
  if (stage.landscape > 0.3) return solids;
  const busy = stage.excavation;
  const colours: Rgb[] = [
    [158, 98, 64],
    [196, 158, 96],
    [168, 166, 160],
    [112, 118, 124],
    [206, 178, 60],
  ];
  const places: [number, number][] = [];
  for (let index = 0; index < Math.round(44 * busy); index += 1) {
    const place: [number, number] = [Math.round(-118 + random() * 200), Math.round(28 + random() * 74)];
    const isClear = places.every(([x, y]) => Math.abs(x - place[0]) > 8 || Math.abs(y - place[1]) > 5);
    // The haul road stays free.
    if (!isClear || Math.abs(place[0] - gateX) < 9) continue;
    places.push(place);
    const [x, y] = place;
    solids.push(
      toBox(
        [x, y, 0],
        [x + 2 + random() * 4, y + 1.2 + random() * 1.8, 0.4 + random() * 1.2],
        colours[index % 5] ?? snow,
      ),
    );
  }
  return solids;
}

/** Where the floodlights stand; they light the site at night. */
export const lampPlaces: readonly Point[] = [
  [-120, 40, 16],
  [-78, 120, 16],
  [34, 104, 16],
  [96, 52, 16],
  [110, -20, 16],
  [-104, -10, 16],
];

function buildLamps(stage: Stage): Solid[] {
  if (stage.fence < 1) return [];
  return lampPlaces.flatMap(([x, y, z]) => [
    toBox([x - 0.18, y - 0.18, 0], [x + 0.18, y + 0.18, z], [120, 124, 128]),
    toBox([x - 1, y - 0.3, z], [x + 1, y + 0.3, z + 0.8], [210, 214, 214], undefined, [250, 240, 200]),
  ]);
}

function buildTrees(stage: Stage, weather: Weather, seed: number): Solid[] {
  const random = createSeededRandom(seed + 77);
  const solids: Solid[] = [];
  const leaves = mix(mix([66, 108, 52], weather.grass, 0.35), snow, weather.snowCover * 0.55);
  const count = Math.round(90 * stage.landscape);
  for (let index = 0; index < 90; index += 1) {
    const [x, y] = toTreePlace(index, random);
    const size = 1.5 + random() * 1.3;
    const tone = 0.85 + random() * 0.3;
    if (index >= count) continue;
    const colour: Rgb = [leaves[0] * tone, leaves[1] * tone, leaves[2] * tone];
    solids.push(toBox([x - 0.15, y - 0.15, 0], [x + 0.15, y + 0.15, 1.6], [96, 78, 60]));
    const balls = [
      { centre: [x, y, 1.8 + size] as const, radiusM: size, colour },
      { centre: [x - size * 0.3, y + size * 0.2, 2 + size * 1.7] as const, radiusM: size * 0.72, colour },
    ];
    solids.push({ min: [x - size, y - size, 1.6], max: [x + size, y + size, 1.6 + size * 2.6], faces: [], balls });
  }
  return solids;
}

function toTreePlace(index: number, random: () => number): [number, number] {
  const jitter = () => (random() - 0.5) * 3;
  if (index < 44)
    return [(index % 2 === 0 ? -26 : 26) + gateX * 0.4 + jitter(), 24 + Math.floor(index / 2) * 5.4 + jitter()];
  const ring = (index - 44) / 46;
  return [-120 + ring * 250 + jitter(), 44 + ((index * 37) % 70) + jitter()];
}
