import type { CameraView } from '@sitecast/contract';

const rank = (camera: CameraView) =>
  (camera.health.state === 'live' ? 4 : 0) +
  (camera.playlistUrl !== null ? 2 : 0) +
  (camera.stillUrl !== null && camera.health.state !== 'held' ? 1 : 0);

/** The camera most worth looking at now: live before playable before one with at least a picture. */
export function pickHeroCamera(cameras: readonly CameraView[]): CameraView | null {
  return cameras.reduce<CameraView | null>(
    (best, camera) => (best === null || rank(camera) > rank(best) ? camera : best),
    null,
  );
}
