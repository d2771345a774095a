import { instantSchema, Refusal } from '@sitecast/contract';
import { replayLimitMs, writeReplayPlaylist } from '@sitecast/hls';
import type { Camera } from '../cameras/camera.ts';
import { targetDurationS } from '../cameras/live/live-edge.ts';
import { parseQuery, refuseField } from './address.ts';
import type { FootageAccess } from './footage-access.ts';
import type { MediaBody } from './media-response.ts';

const sheetForm = /^sheets\/(\d{4}-\d{2}(?:-\d{2})?-[0-9a-f]{12})\.jpg$/;
/** A still further away shows another day's work. */
const nearMs = 86_400_000;

/** The playlist of a stretch. What is not open to the asker is not in it; where nothing is left, that is the answer. */
export async function findReplay(
  { edition, isOpen, isOpenWhole }: FootageAccess,
  query: string,
): Promise<MediaBody | null> {
  const { from, to } = parseQuery(query, ['from', 'to']);
  const fromMs = parseInstant('from', from);
  const toMs = parseInstant('to', to);
  if (toMs <= fromMs) throw refuseField('to', 'is not after from');
  // Longer stretches are paged: the list ends early, and the next one is asked for from there.
  const records = await edition.footage.listRange(fromMs, Math.min(toMs, fromMs + replayLimitMs));
  const open = records.filter((record) => isOpenWhole(record.startMs));
  if (records.length > 0 && !records.some((record) => isOpen(record.startMs))) throw new Refusal('media.too-old');
  if (open.length === 0) return null;
  const bytes = Buffer.from(writeReplayPlaylist(open, targetDurationS));
  return { bytes, type: 'application/vnd.apple.mpegurl', kind: 'playlist' };
}

/** A sheet of tiny stills by its name; undefined: it is none. */
export function findSheet(camera: Camera, name: string, nowMs: number): Promise<MediaBody | null> | undefined {
  const sheet = sheetForm.exec(name)?.[1];
  if (sheet === undefined) return undefined;
  return camera.archive
    .findSheet(sheet, nowMs)
    .then((bytes) => bytes && { bytes, type: 'image/jpeg', kind: 'immutable', maxAgeS: 3_600 });
}

/** The still nearest an instant. */
export async function findNearest({ edition }: FootageAccess, query: string): Promise<MediaBody | null> {
  const { at } = parseQuery(query, ['at']);
  const still = await edition.stills.findNearest(parseInstant('at', at), nearMs);
  return still && { bytes: still.bytes, type: 'image/jpeg', kind: 'playlist', lastModifiedMs: still.atMs };
}

/** An instant of a query. Throws Refusal that names its field. */
export function parseInstant(field: string, text: string | undefined): number {
  const parsed = instantSchema.safeParse(text);
  if (!parsed.success) throw refuseField(field, 'is not an instant like 2026-11-23T05:14:00.000Z');
  return Date.parse(parsed.data);
}
