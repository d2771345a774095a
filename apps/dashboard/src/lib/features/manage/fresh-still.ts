import type { CameraManageView } from '@sitecast/contract';

/**
 * The newest still of a camera. One that was turned has a new one at once, and what a page still shows is where it looked
 * before: asked for by the moment, it is another address.
 */
export function toFreshStill({ stillUrl, ptz }: CameraManageView): string | null {
  return stillUrl === null || !ptz ? stillUrl : `${stillUrl}?before=${new Date().toISOString()}`;
}
