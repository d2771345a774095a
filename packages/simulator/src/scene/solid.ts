import type { Rgb } from './colour.ts';
import { cross, normalise, type Point } from './lens.ts';

/** A flat side, seen from where its corners run counter-clockwise. `details` lie on it and are drawn after it. */
export type Face = { points: readonly Point[]; normal: Point; colour: Rgb; emission?: Rgb; details?: Face[] };

/** A round thing without sides, such as the crown of a tree. */
export type Ball = { centre: Point; radiusM: number; colour: Rgb };

/** A convex body with its bounding box. */
export type Solid = { min: Point; max: Point; faces: Face[]; balls?: Ball[] };

export function toFace(points: readonly Point[], colour: Rgb, emission?: Rgb): Face {
  const [first, second, third] = points;
  if (!first || !second || !third) throw new RangeError('a face needs three corners');
  const normal = normalise(cross(subtract(second, first), subtract(third, first)));
  return emission ? { points, normal, colour, emission } : { points, normal, colour };
}

function subtract(left: Point, right: Point): Point {
  return [left[0] - right[0], left[1] - right[1], left[2] - right[2]];
}

/** An upright box; `top` where its lid has another colour. */
export function toBox(min: Point, max: Point, colour: Rgb, top: Rgb = colour, emission?: Rgb): Solid {
  const [x0, y0, z0] = min;
  const [x1, y1, z1] = max;
  return {
    min,
    max,
    faces: [
      toFace(
        [
          [x0, y0, z0],
          [x1, y0, z0],
          [x1, y0, z1],
          [x0, y0, z1],
        ],
        colour,
        emission,
      ),
      toFace(
        [
          [x1, y0, z0],
          [x1, y1, z0],
          [x1, y1, z1],
          [x1, y0, z1],
        ],
        colour,
        emission,
      ),
      toFace(
        [
          [x1, y1, z0],
          [x0, y1, z0],
          [x0, y1, z1],
          [x1, y1, z1],
        ],
        colour,
        emission,
      ),
      toFace(
        [
          [x0, y1, z0],
          [x0, y0, z0],
          [x0, y0, z1],
          [x0, y1, z1],
        ],
        colour,
        emission,
      ),
      toFace(
        [
          [x0, y0, z1],
          [x1, y0, z1],
          [x1, y1, z1],
          [x0, y1, z1],
        ],
        top,
      ),
      toFace(
        [
          [x0, y1, z0],
          [x1, y1, z0],
          [x1, y0, z0],
          [x0, y0, z0],
        ],
        colour,
      ),
    ],
  };
}

/** Far to near, so that drawing in order hides what is hidden (painter's algorithm over separated boxes). */
export function sortFarToNear(solids: readonly Solid[], eye: Point): Solid[] {
  const distance = (solid: Solid) =>
    Math.hypot(
      (solid.min[0] + solid.max[0]) / 2 - eye[0],
      (solid.min[1] + solid.max[1]) / 2 - eye[1],
      (solid.min[2] + solid.max[2]) / 2 - eye[2],
    );
  const pending = solids.map((solid) => ({ solid, distance: distance(solid) }));
  pending.sort((left, right) => right.distance - left.distance);
  const behind = pending.map((one) => new Set(pending.filter((two) => mayHide(one.solid, two.solid, eye))));
  const sorted: Solid[] = [];
  const isDone = new Array<boolean>(pending.length).fill(false);
  const done = new Set<(typeof pending)[number]>();
  while (sorted.length < pending.length) {
    let pick = -1;
    for (let index = 0; index < pending.length; index += 1) {
      if (isDone[index]) continue;
      const waits = [...(behind[index] ?? [])].some((other) => !done.has(other));
      if (!waits || pick < 0) pick = index;
      if (!waits) break;
    }
    const picked = pending[pick];
    if (!picked) break;
    isDone[pick] = true;
    done.add(picked);
    sorted.push(picked.solid);
  }
  return sorted;
}

/** May `front` cover a part of `back`? Not where a plane between them has the eye on the back's side. */
function mayHide(front: Solid, back: Solid, eye: Point): boolean {
  if (front === back) return false;
  let isSeparated = false;
  for (const axis of [0, 1, 2] as const) {
    const slack = 0.001;
    if (back.max[axis] <= front.min[axis] + slack) {
      isSeparated = true;
      if (eye[axis] <= front.min[axis]) return false;
    }
    if (front.max[axis] <= back.min[axis] + slack) {
      isSeparated = true;
      if (eye[axis] >= front.max[axis]) return false;
    }
  }
  return isSeparated;
}
