import { Refusal } from '@sitecast/contract';
import { hasLadder } from '../cameras/camera-view.ts';
import type { Camera } from '../cameras/camera.ts';
import type { LadderDesk } from '../cameras/ladder/ladder-desk.ts';
import type { RungName } from '../cameras/ladder/rungs.ts';
import { parseQuery } from './address.ts';
import type { FootageAccess } from './footage-access.ts';
import type { MediaBody } from './media-response.ts';

const playlistForm = /^live-(720p|360p)\.m3u8$/;
const segmentForm = /^(720p|360p)\/([a-z0-9]{16})\/(\d{1,15})\.m4s$/;
const initForm = /^(720p|360p)\/([a-f0-9]{16})\/init\.mp4$/;

/** Whether a name is one of the renditions' of a camera, or of the list of them. */
export const isLadderName = (name: string): boolean =>
  name === 'adaptive.m3u8' || playlistForm.test(name) || /^(?:720p|360p)\//.test(name);

/**
 * What is asked of a camera's renditions. They are made of what this asker's edition lists, and looked up by it: a mask, a
 * delay and a curtain hold for them without a rule of their own. Throws Refusal.
 */
export function findLadderBody(
  ladder: LadderDesk,
  camera: Camera,
  { edition, name, isOpen }: FootageAccess,
  query: string,
): MediaBody | null | Promise<MediaBody | null> {
  if (query !== '') parseQuery(query, []);
  if (!hasLadder(edition, camera.config)) return null;
  const { live } = edition;
  if (name === 'adaptive.m3u8') return toPlaylist(ladder.writeAdaptive(live));
  const rung = playlistForm.exec(name)?.[1];
  if (rung !== undefined) {
    return (
      ladder
        .readPlaylist(live, rung as RungName)
        // What was public when it was asked for may be hidden when it comes.
        .then((bytes) => (edition.live === live ? toPlaylist(bytes) : null))
    );
  }
  const [, initRung, initId = ''] = initForm.exec(name) ?? [];
  if (initRung !== undefined) return toFile(ladder.findInit(live, initRung as RungName, initId));
  const [, segmentRung, run = '', start] = segmentForm.exec(name) ?? [];
  if (segmentRung === undefined) return null;
  if (!isOpen(Number(start))) throw new Refusal('media.too-old');
  return toFile(ladder.findSegment(live, segmentRung as RungName, run, Number(start)));
}

const toPlaylist = (bytes: Buffer | null): MediaBody | null =>
  bytes && { bytes, type: 'application/vnd.apple.mpegurl', kind: 'playlist' };

const toFile = (bytes: Uint8Array | null): MediaBody | null => bytes && { bytes, type: 'video/mp4', kind: 'immutable' };
