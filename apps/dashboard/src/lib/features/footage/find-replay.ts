import { toReplayUrl } from '#lib/player/index.ts';
import { findPass } from '../site/find-pass.ts';
import type { Playable } from './day-time.ts';

/** Where a stretch of recorded footage plays from; null where it is not granted to this visitor, or cannot be had now. */
export async function findReplay(
  camera: string,
  { fromMs, toMs, isPublic }: Playable,
): Promise<{ url: string; startMs: number; toMs: number } | null> {
  const base = isPublic ? `/media/${camera}/` : await findPass(camera, fromMs, toMs);
  return base === null ? null : { url: toReplayUrl(base, fromMs, toMs), startMs: fromMs, toMs };
}
