import { clamp, type Rgb } from './colour.ts';
import type { Point } from './lens.ts';
import { toBox, toFace, type Face, type Solid } from './solid.ts';
import type { Stage } from './stage.ts';
import { buildWindows } from './tower.ts';

const concrete: Rgb = [178, 174, 166];
const slab: Rgb = [202, 198, 190];
const stone: Rgb = [216, 204, 184];
const rust: Rgb = [150, 92, 62];
const roofTile: Rgb = [74, 86, 98];
const eaves: Rgb = [168, 112, 66];

/** The low wings: the hall in the west, the business wing in the east, the foyer before the tower. */
export const wings: readonly { min: Point; max: Point; hasRoof: boolean }[] = [
  { min: [-78, -48, 0], max: [-26, 4, 14.1], hasRoof: true },
  { min: [26, -44, 0], max: [72, -6, 11.1], hasRoof: false },
  { min: [-22, -16.5, 0], max: [22, 6, 7.4], hasRoof: false },
];

/** The wings at a stage. */
export function buildWings(stage: Stage, seed: number): Solid[] {
  return wings.flatMap((wing, index) => buildWing(wing, stage, seed + index * 101));
}

function buildWing(wing: (typeof wings)[number], stage: Stage, seed: number): Solid[] {
  const { min, max } = wing;
  const share = clamp(stage.wingFloors / 3);
  if (share <= 0) return [];
  const floors = wing.max[2] > 9 ? 3 : 2;
  const floorM = max[2] / floors;
  const isClad = stage.wingRoof >= 1 && stage.envelopeFloors > 4;
  const solids: Solid[] = [];
  if (isClad) {
    const body = toBox(min, max, stone, [176, 176, 172]);
    for (const face of body.faces) {
      if (Math.abs(face.normal[2]) < 0.5) face.details = buildWindows(face, floors, stage.fitOut, seed, 12);
    }
    solids.push(body);
  } else {
    solids.push(...buildRawFloors(min, max, share * floors, floorM));
  }
  if (wing.hasRoof && stage.wingRoof > 0) solids.push(...buildSweptRoof(min, max, stage.wingRoof));
  return solids;
}

function buildRawFloors(min: Point, max: Point, done: number, floorM: number): Solid[] {
  const solids: Solid[] = [];
  for (let floor = 0; floor < Math.ceil(done); floor += 1) {
    const share = clamp(done - floor);
    const z = floor * floorM;
    const height = (floorM - 0.45) * Math.min(1, share * 2);
    const isRebar = share < 0.5;
    for (let column = 0; column <= 6; column += 1) {
      const x = min[0] + 0.4 + (column * (max[0] - min[0] - 1.6)) / 6;
      for (const y of [max[1] - 1.2, (min[1] + max[1]) / 2, min[1] + 0.4]) {
        const width = isRebar ? 0.4 : 0.8;
        solids.push(toBox([x, y, z], [x + width, y + width, z + height], isRebar ? rust : concrete));
      }
    }
    if (share < 0.5) continue;
    const far = min[0] + (max[0] - min[0]) * clamp((share - 0.5) * 2);
    solids.push(toBox([min[0], min[1], z + floorM - 0.45], [far, max[1], z + floorM], slab, concrete));
  }
  return solids;
}

/** A roof with raised corners, as a hall of this kind may have; laid from west to east. */
function buildSweptRoof(min: Point, max: Point, share: number): Solid[] {
  const slices = 18;
  const low: Point = [min[0] - 4, min[1] - 4, max[2]];
  const high: Point = [max[0] + 4, max[1] + 4, max[2] + 12];
  const middleY = (low[1] + high[1]) / 2;
  const faces: Face[] = [];
  const lift = (at: number) => 2.6 * Math.abs(at * 2 - 1) ** 3;
  for (let slice = 0; slice < Math.round(slices * share); slice += 1) {
    const [from, to] = [slice / slices, (slice + 1) / slices];
    const [x0, x1] = [low[0] + (high[0] - low[0]) * from, low[0] + (high[0] - low[0]) * to];
    const ridge = low[2] + 9;
    const shoulder = low[2] + 3.4;
    const [eave0, eave1] = [low[2] + 0.6 + lift(from), low[2] + 0.6 + lift(to)];
    const shoulderY = (low[1] + middleY) / 2 - 1;
    const northShoulderY = (high[1] + middleY) / 2 + 1;
    faces.push(
      toFace(
        [
          [x0, low[1], eave0],
          [x1, low[1], eave1],
          [x1, shoulderY, shoulder],
          [x0, shoulderY, shoulder],
        ],
        roofTile,
      ),
      toFace(
        [
          [x0, shoulderY, shoulder],
          [x1, shoulderY, shoulder],
          [x1, middleY, ridge],
          [x0, middleY, ridge],
        ],
        roofTile,
      ),
      toFace(
        [
          [x1, high[1], eave1],
          [x0, high[1], eave0],
          [x0, northShoulderY, shoulder],
          [x1, northShoulderY, shoulder],
        ],
        roofTile,
      ),
      toFace(
        [
          [x1, northShoulderY, shoulder],
          [x0, northShoulderY, shoulder],
          [x0, middleY, ridge],
          [x1, middleY, ridge],
        ],
        roofTile,
      ),
      toFace(
        [
          [x1, high[1], eave1 - 0.9],
          [x0, high[1], eave0 - 0.9],
          [x0, high[1], eave0],
          [x1, high[1], eave1],
        ],
        eaves,
        [70, 50, 22],
      ),
    );
  }
  for (const [x, isWest] of [
    [low[0], true],
    [low[0] + (high[0] - low[0]) * share, false],
  ] as const) {
    const profile: Point[] = [
      [x, low[1], low[2] + 2.6],
      [x, (low[1] + middleY) / 2, low[2] + 3.4],
      [x, middleY, low[2] + 9],
      [x, (high[1] + middleY) / 2, low[2] + 3.4],
      [x, high[1], low[2] + 2.6],
    ];
    faces.push(toFace(isWest ? profile.toReversed() : profile, eaves));
  }
  return [{ min: low, max: high, faces }];
}
