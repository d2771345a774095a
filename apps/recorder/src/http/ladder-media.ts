import { Refusal } from '@sitecast/contract';
import { hasLadder } from '../cameras/camera-view.ts';
import type { Camera } from '../cameras/camera.ts';
import type { LadderDesk } from '../cameras/ladder/ladder-desk.ts';
import { findMostRung, isRungName, isWithin } from '../cameras/ladder/rungs.ts';
import { parseQuery } from './address.ts';
import type { FootageAccess } from './footage-access.ts';
import type { MediaBody } from './media-response.ts';

const playlistForm = /^live-(720p|360p|1fps)\.m3u8$/;
const segmentForm = /^(720p|360p|1fps)\/([a-z0-9]{16})\/(\d{1,15})\.m4s$/;
const initForm = /^(720p|360p|1fps)\/([a-f0-9]{16})\/init\.mp4$/;

/** Whether a name is one of the renditions' of a camera, or of the list of them. */
export const isLadderName = (name: string): boolean =>
  name === 'adaptive.m3u8' || playlistForm.test(name) || /^(?:720p|360p|1fps)\//.test(name);

/**
 * What is asked of a camera's renditions. They are made of what this asker's edition lists, and looked up by it: a mask, a
 * delay and a curtain hold for them without a rule of their own. Throws Refusal.
 */
export function findLadderBody(
  ladder: LadderDesk,
  camera: Camera,
  { edition, name, isOpen, most }: FootageAccess,
  query: string,
): MediaBody | null | Promise<MediaBody | null> {
  if (query !== '') parseQuery(query, []);
  // A picture a second is a step of every camera's dial; smaller video is made where it was asked for.
  const isOpenToAll = /^(?:live-)?1fps[./]/.test(name);
  // A limit makes smaller video necessary, whether it was asked for or not.
  if (!isOpenToAll && most === 'full' && !hasLadder(edition, camera.config)) return null;
  const { live } = edition;
  if (name === 'adaptive.m3u8') return toPlaylist(ladder.writeAdaptive(live, most));
  const rung = playlistForm.exec(name)?.[1];
  if (rung !== undefined && isRungName(rung)) {
    if (!isWithin(rung, most)) return null;
    return (
      ladder
        .readPlaylist(live, rung)
        // What was public when it was asked for may be hidden when it comes.
        .then((bytes) => (edition.live === live ? toPlaylist(bytes) : null))
    );
  }
  const [, initRung, initId = ''] = initForm.exec(name) ?? [];
  if (initRung !== undefined) return isRungName(initRung) ? toFile(ladder.findInit(live, initRung, initId)) : null;
  const [, segmentRung, run = '', start] = segmentForm.exec(name) ?? [];
  if (segmentRung === undefined || !isRungName(segmentRung) || !isWithin(segmentRung, most)) return null;
  if (!isOpen(Number(start))) throw new Refusal('media.too-old');
  return toFile(ladder.findSegment(live, segmentRung, run, Number(start)));
}

/** The live playlist of an audience with a limit: the best of what it may have, or nothing but stills. */
export function findMostBody(
  ladder: LadderDesk,
  camera: Camera,
  access: FootageAccess,
  query: string,
): MediaBody | null | Promise<MediaBody | null> {
  const rung = findMostRung(access.edition.live.listed.segments, access.most);
  if (rung === null || rung === 'own') return null;
  return findLadderBody(ladder, camera, { ...access, name: `live-${rung}.m3u8` }, query);
}

const toPlaylist = (bytes: Buffer | null): MediaBody | null =>
  bytes && { bytes, type: 'application/vnd.apple.mpegurl', kind: 'playlist' };

const toFile = (bytes: Uint8Array | null): MediaBody | null => bytes && { bytes, type: 'video/mp4', kind: 'immutable' };
