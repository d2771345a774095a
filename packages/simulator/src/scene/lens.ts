/** Metres: x east, y north, z up from the site's ground. */
export type Point = readonly [x: number, y: number, z: number];
export type ScreenPoint = { x: number; y: number; depth: number };

export type Lens = {
  eye: Point;
  width: number;
  height: number;
  /** Pixels per metre at one metre. */
  focal: number;
  /** Null where the point is behind the lens. */
  project: (point: Point) => ScreenPoint | null;
  /** The visible part of a polygon, cut at the lens plane. */
  projectPolygon: (points: readonly Point[]) => { x: number; y: number }[];
  /** Where a direction is seen: azimuth clockwise from north, altitude above the horizon; null behind the lens. */
  projectDirection: (azimuthDeg: number, altitudeDeg: number) => ScreenPoint | null;
  azimuthDeg: number;
  horizontalDeg: number;
};

const nearM = 0.6;

/** A pinhole lens at `eye` that looks at `target` and sees `horizontalDeg` degrees across. */
export function createLens(options: {
  eye: Point;
  target: Point;
  horizontalDeg: number;
  width: number;
  height: number;
}): Lens {
  const { eye, target, width, height, horizontalDeg } = options;
  const forward = normalise([target[0] - eye[0], target[1] - eye[1], target[2] - eye[2]]);
  const right = normalise([forward[1], -forward[0], 0]);
  const up = cross(right, forward);
  const focal = width / 2 / Math.tan((horizontalDeg * Math.PI) / 360);

  function toView(point: Point): Point {
    const offset: Point = [point[0] - eye[0], point[1] - eye[1], point[2] - eye[2]];
    return [dot(offset, right), dot(offset, up), dot(offset, forward)];
  }
  function toScreen(view: Point): ScreenPoint {
    return { x: width / 2 + (view[0] / view[2]) * focal, y: height / 2 - (view[1] / view[2]) * focal, depth: view[2] };
  }
  function project(point: Point): ScreenPoint | null {
    const view = toView(point);
    return view[2] < nearM ? null : toScreen(view);
  }
  function projectPolygon(points: readonly Point[]): { x: number; y: number }[] {
    const seen: { x: number; y: number }[] = [];
    const views = points.map(toView);
    views.forEach((view, index) => {
      const next = views[(index + 1) % views.length] ?? view;
      if (view[2] >= nearM) seen.push(toScreen(view));
      if (view[2] >= nearM !== next[2] >= nearM) {
        const share = (nearM - view[2]) / (next[2] - view[2]);
        const cut: Point = [view[0] + (next[0] - view[0]) * share, view[1] + (next[1] - view[1]) * share, nearM];
        seen.push(toScreen(cut));
      }
    });
    return seen;
  }
  function projectDirection(azimuthDeg: number, altitudeDeg: number): ScreenPoint | null {
    const direction = toDirection(azimuthDeg, altitudeDeg);
    return project([eye[0] + direction[0] * 1e5, eye[1] + direction[1] * 1e5, eye[2] + direction[2] * 1e5]);
  }
  const azimuthDeg = ((Math.atan2(forward[0], forward[1]) * 180) / Math.PI + 360) % 360;
  return { eye, width, height, focal, project, projectPolygon, projectDirection, azimuthDeg, horizontalDeg };
}

/** The unit vector of a direction. */
export function toDirection(azimuthDeg: number, altitudeDeg: number): Point {
  const azimuth = (azimuthDeg * Math.PI) / 180;
  const altitude = (altitudeDeg * Math.PI) / 180;
  return [Math.sin(azimuth) * Math.cos(altitude), Math.cos(azimuth) * Math.cos(altitude), Math.sin(altitude)];
}

export function dot(left: Point, right: Point): number {
  return left[0] * right[0] + left[1] * right[1] + left[2] * right[2];
}

export function cross(left: Point, right: Point): Point {
  return [
    left[1] * right[2] - left[2] * right[1],
    left[2] * right[0] - left[0] * right[2],
    left[0] * right[1] - left[1] * right[0],
  ];
}

export function normalise(vector: Point): Point {
  const length = Math.hypot(...vector) || 1;
  return [vector[0] / length, vector[1] / length, vector[2] / length];
}
