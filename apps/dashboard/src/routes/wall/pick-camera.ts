import type { CameraView } from '@sitecast/contract';

/**
 * The camera a screen shows: the one it is held to, else the one it has, unless that is off while another is live.
 * A screen that jumps at every short trouble is worse than one that waits.
 */
export function pickCamera(
  cameras: readonly CameraView[],
  current: string | null,
  held: string | null,
): CameraView | null {
  const find = (id: string | null): CameraView | undefined => cameras.find((camera) => camera.id === id);
  const pinned = find(held);
  if (pinned) return pinned;
  const live = cameras.find((camera) => camera.health.state === 'live');
  const present = find(current);
  if (present && !(isOff(present) && live)) return present;
  return live ?? cameras.find((camera) => !isOff(camera)) ?? cameras[0] ?? null;
}

/**
 * So many players at once stay within the six connections that a browser opens to one host over HTTP/1.1: each plays by
 * whole segments, and asks a second time when it was answered.
 */
export const mostOnWall = 6;

/** The cameras a screen shows side by side, in the order of the list; of too many, those that are on come first. */
export function pickCameras(cameras: readonly CameraView[]): CameraView[] {
  const shown = cameras.filter(({ health }) => health.state !== 'held');
  if (shown.length <= mostOnWall) return shown;
  const kept = new Set(shown.toSorted((one, other) => Number(isOff(one)) - Number(isOff(other))).slice(0, mostOnWall));
  return shown.filter((camera) => kept.has(camera));
}

const isOff = ({ health }: CameraView): boolean => health.state === 'offline' || health.state === 'held';
