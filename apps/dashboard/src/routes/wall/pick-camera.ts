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

const isOff = ({ health }: CameraView): boolean => health.state === 'offline' || health.state === 'held';
