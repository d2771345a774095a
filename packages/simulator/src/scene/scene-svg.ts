import { drawBackdrop, fix } from './backdrop.ts';
import { mix, multiply, toHex, type Rgb } from './colour.ts';
import { toCranes, type Crane } from './cranes.ts';
import { drawFlat, drawGround, drawPit, drawPools, drawShadow } from './ground.ts';
import { buildGrounds, lampPlaces } from './grounds.ts';
import { dot, type Lens, type Point } from './lens.ts';
import { toLight, type Light } from './light.ts';
import { sortFarToNear, type Face, type Solid } from './solid.ts';
import { toStage, type Stage } from './stage.ts';
import { buildTower, towerMax, towerMin } from './tower.ts';
import { buildWings, wings } from './wings.ts';
import { toLens, type SceneView } from './views.ts';

export type SceneRequest = {
  view: SceneView;
  percent: number;
  atMs: number;
  seed: number;
  width: number;
  height: number;
};

/** Everything that stands still for a minute, as one SVG. Pure: the same request gives the same text. */
export function drawScene(request: SceneRequest): string {
  const { view, percent, atMs, seed, width, height } = request;
  const lens = toLens(view, width, height);
  const light = toLight(atMs, seed);
  const stage = toStage(percent);
  const solids = [...buildTower(stage, seed), ...buildWings(stage, seed), ...buildGrounds(stage, light.weather, seed)];
  const body = [
    drawBackdrop(lens, light, atMs, seed),
    drawTown(lens, light),
    drawGround(lens, light, stage, seed),
    drawPools(lens, light, stage),
    drawPit(lens, light, stage),
    toShadowBodies(stage)
      .map((solid) => drawShadow(lens, light, solid))
      .join(''),
    sortFarToNear(solids, lens.eye)
      .map((solid) => drawSolid(lens, light, solid))
      .join(''),
    toCranes(stage, atMs)
      .map((crane) => drawMast(lens, light, crane))
      .join(''),
    drawGlows(lens, light, stage),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${body.join('')}</svg>`;
}

/** The big bodies of a stage: they throw shadows, and hide what moves behind them. */
export function toShadowBodies(stage: Stage): Solid[] {
  const bodies: Solid[] = [];
  const top = (stage.frameFloors / 20) * towerMax[2];
  if (top > 1) bodies.push({ min: towerMin, max: [towerMax[0], towerMax[1], top], faces: [] });
  const share = Math.min(1, stage.wingFloors / 3);
  for (const wing of wings) {
    const roof = wing.hasRoof && stage.wingRoof > 0.5 ? 7 : 0;
    const height = wing.max[2] * share + roof;
    if (height > 1) bodies.push({ min: wing.min, max: [wing.max[0], wing.max[1], height], faces: [] });
  }
  return bodies;
}

function drawSolid(lens: Lens, light: Light, solid: Solid): string {
  const seen = solid.faces.filter((face) => isTowards(lens, face));
  seen.sort((left, right) => toDistance(lens, right) - toDistance(lens, left));
  let out = '';
  for (const face of seen) {
    out += drawFace(lens, light, face);
    for (const detail of face.details ?? []) out += drawFace(lens, light, detail);
  }
  for (const ball of solid.balls ?? []) {
    const at = lens.project(ball.centre);
    if (!at) continue;
    const radius = (ball.radiusM * lens.focal) / at.depth;
    if (at.x < -radius || at.x > lens.width + radius) continue;
    const dark = toHex(light.shade(ball.colour, [0, 0, 0.3]));
    const lit = toHex(light.shade(multiply(ball.colour, [1.15, 1.15, 1.1]), light.sunDirection));
    out += `<circle cx="${fix(at.x)}" cy="${fix(at.y)}" r="${fix(radius)}" fill="${dark}"/>`;
    out += `<circle cx="${fix(at.x - radius * 0.2)}" cy="${fix(at.y - radius * 0.25)}" r="${fix(radius * 0.62)}" fill="${lit}" opacity="0.75"/>`;
  }
  return out;
}

function drawFace(lens: Lens, light: Light, face: Face): string {
  let colour = light.shade(face.colour, face.normal, face.emission);
  const isSnowy = face.normal[2] > 0.5 && light.weather.snowCover > 0.3;
  if (isSnowy) colour = mix(colour, light.shade([232, 236, 242], face.normal), light.weather.snowCover * 0.6);
  return drawFlat(lens, face.points, toHex(colour));
}

function isTowards(lens: Lens, face: Face): boolean {
  const first = face.points[0];
  if (!first) return false;
  return dot(face.normal, [lens.eye[0] - first[0], lens.eye[1] - first[1], lens.eye[2] - first[2]]) > 0;
}

function toDistance(lens: Lens, face: Face): number {
  const middle = [0, 1, 2].map(
    (axis) => face.points.reduce((sum, point) => sum + (point[axis] ?? 0), 0) / face.points.length,
  );
  return Math.hypot((middle[0] ?? 0) - lens.eye[0], (middle[1] ?? 0) - lens.eye[1], (middle[2] ?? 0) - lens.eye[2]);
}

function drawMast(lens: Lens, light: Light, crane: Crane): string {
  const half = 0.9;
  const [x, y] = crane.base;
  const paint = toHex(light.shade(craneYellow, [0, 0.7, 0.7]));
  const dark = toHex(light.shade([150, 110, 30], [0, 0.7, 0.7]));
  const top = crane.mastTopM;
  const corners: [number, number][] = [
    [-half, -half],
    [half, -half],
    [half, half],
    [-half, half],
  ];
  let out = drawFlat(
    lens,
    [
      [x - 3, y - 3, 0.1],
      [x + 3, y - 3, 0.1],
      [x + 3, y + 3, 0.1],
      [x - 3, y + 3, 0.1],
    ],
    toHex(light.shade([170, 168, 162], [0, 0, 1])),
  );
  const line = (from: Point, to: Point, colour: string, metres: number) => {
    const [a, b] = [lens.project(from), lens.project(to)];
    if (!a || !b) return '';
    const width = Math.max(0.7, (metres * lens.focal) / Math.min(a.depth, b.depth));
    return `<line x1="${fix(a.x)}" y1="${fix(a.y)}" x2="${fix(b.x)}" y2="${fix(b.y)}" stroke="${colour}" stroke-width="${fix(width)}"/>`;
  };
  for (let z = 0; z < top - 1; z += 2.4) {
    const high = Math.min(top, z + 2.4);
    corners.forEach(([cx, cy], index) => {
      const [nx, ny] = corners[(index + 1) % 4] ?? [cx, cy];
      out += line([x + cx, y + cy, z], [x + nx, y + ny, high], dark, 0.13);
    });
  }
  for (const [cx, cy] of corners) out += line([x + cx, y + cy, 0], [x + cx, y + cy, top], paint, 0.26);
  return out;
}

export const craneYellow: Rgb = [238, 186, 44];

/** Lights of the city at the foot of the mountains. */
function drawTown(lens: Lens, light: Light): string {
  if (light.night < 0.25) return '';
  let out = '';
  for (let index = 0; index < 150; index += 1) {
    const azimuth = 150 + ((index * 61.8) % 72);
    const at = lens.projectDirection(azimuth, 0.05 + ((index * 37) % 10) * 0.05);
    if (!at || at.x < 0 || at.x > lens.width) continue;
    const warm = index % 3 === 0 ? '#ffe6b0' : '#ffc878';
    out += `<circle cx="${fix(at.x)}" cy="${fix(at.y)}" r="${fix(0.7 + (index % 4) * 0.2)}" fill="${warm}" opacity="${fix(light.night * (0.4 + (index % 5) * 0.12))}"/>`;
  }
  return out;
}

/** The glare round each floodlight. */
function drawGlows(lens: Lens, light: Light, stage: Stage): string {
  if (light.night < 0.1 || stage.fence < 1) return '';
  const marks = lampPlaces.map(([x, y, z]) => {
    const at = lens.project([x, y, z + 0.4]);
    if (!at || at.x < -200 || at.x > lens.width + 200) return '';
    const radius = Math.max(8, (7 * lens.focal) / at.depth);
    return `<circle cx="${fix(at.x)}" cy="${fix(at.y)}" r="${fix(radius)}" fill="url(#lamp)" opacity="${fix(light.night)}"/>`;
  });
  return `<defs><radialGradient id="lamp"><stop offset="0" stop-color="#fffbe8" stop-opacity="0.95"/><stop offset="0.16" stop-color="#ffeab4" stop-opacity="0.5"/><stop offset="1" stop-color="#ffd88c" stop-opacity="0"/></radialGradient></defs>${marks.join('')}`;
}
