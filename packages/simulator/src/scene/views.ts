import { createLens, type Lens, type Point } from './lens.ts';

/** The views of the site that cameras show. */
export const sceneViews = ['k-park-gate', 'k-park-mast', 'k-park-plaza', 'k-park-east'] as const;
export type SceneView = (typeof sceneViews)[number];

const places: Record<SceneView, { eye: Point; target: Point; horizontalDeg: number }> = {
  'k-park-gate': { eye: [-36, 146, 10], target: [-2, -20, 30], horizontalDeg: 58 },
  'k-park-mast': { eye: [92, 98, 98], target: [-6, -24, 26], horizontalDeg: 62 },
  'k-park-plaza': { eye: [-150, 112, 10], target: [6, -36, 29], horizontalDeg: 56 },
  'k-park-east': { eye: [196, 92, 34], target: [0, -24, 24], horizontalDeg: 50 },
};

/** The lens of a view at a picture size. */
export function toLens(view: SceneView, width: number, height: number): Lens {
  return createLens({ ...places[view], width, height });
}
