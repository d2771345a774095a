import type { CameraView } from '@sitecast/contract';
import { toBadge, type Badge } from '#lib/player/badge.ts';

/** What a tile that shows no video may say: the recorder's trouble, or nothing. It never says live (LIVE2). */
export function toTileBadge(camera: CameraView): Badge | null {
  const badge = toBadge({
    mode: 'still',
    health: camera.health,
    programTimeMs: null,
    serverNowMs: null,
    frameAgeMs: null,
    playlistAgeMs: null,
    delayS: camera.delayS,
    paused: false,
    seeking: false,
  });
  return badge.word === 'still' ? null : badge;
}
