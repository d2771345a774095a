import { clamp, type Rgb } from './colour.ts';
import type { Point } from './lens.ts';
import { createSeededRandom, toSeed } from './seeded-random.ts';
import { toBox, toFace, type Face, type Solid } from './solid.ts';
import { floorHeightM, towerFloors, type Stage } from './stage.ts';

export const towerMin: Point = [-18, -46, 0];
export const towerMax: Point = [18, -18, towerFloors * floorHeightM];

const concrete: Rgb = [182, 178, 170];
const slabEdge: Rgb = [204, 200, 192];
const coreShade: Rgb = [122, 118, 112];
const formwork: Rgb = [206, 158, 74];
const glass: Rgb = [104, 142, 164];
const glassDark: Rgb = [78, 114, 140];
const mullion: Rgb = [214, 208, 196];
const netting: Rgb = [62, 128, 112];

/** The tower at a stage: raw frame floors above, finished façade floors below. */
export function buildTower(stage: Stage, seed: number): Solid[] {
  const solids: Solid[] = [];
  const whole = Math.floor(stage.frameFloors);
  const under = stage.frameFloors - whole;
  const clad = Math.min(whole, Math.floor(stage.envelopeFloors));
  const [x0, y0] = towerMin;
  const [x1, y1] = towerMax;
  if (clad > 0) solids.push(buildCladPart(clad, stage.fitOut, seed));
  for (let floor = clad; floor < whole; floor += 1) {
    const z = floor * floorHeightM;
    solids.push(...buildColumns(z, floorHeightM - 0.4, floor >= whole - 2, seed + floor));
    solids.push(toBox([x0, y0, z + floorHeightM - 0.4], [x1, y1, z + floorHeightM], slabEdge, concrete));
  }
  if (whole < towerFloors && stage.frameFloors > 0) {
    const z = whole * floorHeightM;
    solids.push(...buildColumns(z, 1 + under * (floorHeightM - 1), true, seed + whole));
    // The core runs ahead of the slabs by a floor and more.
    solids.push(toBox([-6, -38, z], [6, -26, z + floorHeightM * 1.7], concrete));
    if (under > 0.35) {
      const far = x0 + (x1 - x0) * clamp((under - 0.35) / 0.6);
      solids.push(
        toBox([x0 - 0.6, y0 - 0.6, z + floorHeightM - 0.5], [far, y1 + 0.6, z + floorHeightM - 0.2], formwork),
      );
    }
  }
  if (stage.envelopeFloors >= towerFloors) solids.push(...buildCrown());
  return solids;
}

function buildColumns(z: number, height: number, hasNet: boolean, seed: number): Solid[] {
  const solids: Solid[] = [toBox([-6, -38, z], [6, -26, z + height], coreShade)];
  const [x0, y0] = towerMin;
  const [x1, y1] = towerMax;
  for (let column = 0; column <= 6; column += 1) {
    const x = x0 + 0.5 + (column * (x1 - x0 - 1.8)) / 6;
    solids.push(toBox([x, y1 - 1.2, z], [x + 0.8, y1 - 0.4, z + height], concrete));
    solids.push(toBox([x, y0 + 0.4, z], [x + 0.8, y0 + 1.2, z + height], concrete));
  }
  for (let row = 1; row <= 4; row += 1) {
    const y = y0 + 0.4 + (row * (y1 - y0 - 1.6)) / 5;
    solids.push(toBox([x0 + 0.5, y, z], [x0 + 1.3, y + 0.8, z + height], concrete));
    solids.push(toBox([x1 - 1.3, y, z], [x1 - 0.5, y + 0.8, z + height], concrete));
  }
  if (hasNet) {
    const random = createSeededRandom(seed);
    const lamp: Rgb = [150 + random() * 60, 120 + random() * 40, 60];
    solids.push(
      toBox([x0 - 0.2, y1, z + 0.1], [x1 + 0.2, y1 + 0.15, z + Math.min(1.3, height)], netting, netting, lamp),
    );
    solids.push(toBox([x1, y0, z + 0.1], [x1 + 0.15, y1, z + Math.min(1.3, height)], netting, netting, lamp));
    solids.push(toBox([x0 - 0.15, y0, z + 0.1], [x0, y1, z + Math.min(1.3, height)], netting, netting, lamp));
  }
  return solids;
}

function buildCladPart(floors: number, fitOut: number, seed: number): Solid {
  const top = floors * floorHeightM;
  const body = toBox(towerMin, [towerMax[0], towerMax[1], top], mullion, concrete);
  for (const face of body.faces) {
    if (Math.abs(face.normal[2]) > 0.5) continue;
    face.details = buildWindows(face, floors, fitOut, toSeed(seed, face.normal[0] * 7 + face.normal[1] * 3 + 11));
  }
  return body;
}

/** A grid of windows on an upright face whose first corner is its lower left one. */
export function buildWindows(face: Face, rows: number, fitOut: number, seed: number, columns = 11): Face[] {
  const random = createSeededRandom(seed);
  const [lowLeft, lowRight, highRight] = face.points;
  if (!lowLeft || !lowRight || !highRight) return [];
  const height = highRight[2] - lowRight[2];
  const at = (across: number, up: number): Point => [
    lowLeft[0] + (lowRight[0] - lowLeft[0]) * across,
    lowLeft[1] + (lowRight[1] - lowLeft[1]) * across,
    lowLeft[2] + height * up,
  ];
  const windows: Face[] = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const left = (column + 0.08) / columns;
      const right = (column + 0.92) / columns;
      const low = (row + 0.14) / rows;
      const high = (row + 0.9) / rows;
      const isLit = random() < 0.12 + fitOut * 0.4;
      const warm = 0.6 + random() * 0.4;
      const pane = random() < 0.3 ? glassDark : glass;
      const corners = [at(left, low), at(right, low), at(right, high), at(left, high)];
      windows.push(toFace(corners, pane, isLit ? [176 * warm, 138 * warm, 72 * warm] : [8, 11, 16]));
    }
  }
  return windows;
}

function buildCrown(): Solid[] {
  const z = towerMax[2];
  return [
    toBox([-14, -42, z], [14, -22, z + 3.2], mullion, concrete, [60, 46, 20]),
    toBox([-18.6, -46.6, z], [18.6, -45.8, z + 1.4], [186, 150, 92]),
    toBox([-18.6, -18.2, z], [18.6, -17.4, z + 1.4], [186, 150, 92], undefined, [120, 92, 40]),
  ];
}
