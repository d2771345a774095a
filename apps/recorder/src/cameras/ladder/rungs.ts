import { writeMultivariantPlaylist, type StreamVariant } from '@sitecast/hls';
import { renditionCodec, type RenditionForm } from '../../ffmpeg/rendition.ts';
import type { ListedSegment } from '../live/live-edge.ts';

/** What a camera can be had in beside its own picture. The name stands in addresses. */
const forms = {
  '720p': { height: 720, bitsPerSecond: 1_800_000 },
  '360p': { height: 360, bitsPerSecond: 500_000 },
} as const satisfies Record<string, RenditionForm>;
export type RungName = keyof typeof forms;

export const toRungForm = (rung: RungName): RenditionForm => forms[rung];

/** A buffer as large as a second may come on top of the rate (`-bufsize`), and the boxes around it. */
const peak = 1.6;

/**
 * The renditions that make sense of what is listed, largest first: those below the picture's own height. None where a
 * segment begins without a key frame, as it cannot be decoded alone.
 */
export function findRungs(listed: readonly ListedSegment[]): RungName[] {
  const last = listed.at(-1)?.segment;
  if (!last || listed.some(({ segment }) => !segment.independent)) return [];
  const isForeign = last.init.setup.family !== 'avc';
  // A browser that cannot play the picture itself needs one of the same size rather than none.
  return (Object.keys(forms) as RungName[]).filter(
    (rung) => forms[rung].height < last.init.height || (isForeign && rung === '360p'),
  );
}

/** The camera's own picture first, then its renditions; null where nothing is listed. */
export function writeAdaptivePlaylist(listed: readonly ListedSegment[], rungs: readonly RungName[]): Buffer | null {
  const last = listed.at(-1)?.segment;
  if (!last) return null;
  const { width, height, setup } = last.init;
  const bandwidth = Math.max(
    ...listed.map(({ segment }) => Math.ceil((segment.lengthBytes * 8_000) / Math.max(1, segment.durationMs))),
  );
  const own: StreamVariant = { address: 'live.m3u8', bandwidth, codec: setup.codec, width, height };
  const variants = rungs.map((rung): StreamVariant => {
    const form = forms[rung];
    return {
      address: `live-${rung}.m3u8`,
      bandwidth: Math.round(form.bitsPerSecond * peak),
      codec: renditionCodec,
      width: Math.max(2, Math.round((width * form.height) / height / 2) * 2),
      height: form.height,
    };
  });
  return Buffer.from(writeMultivariantPlaylist([own, ...variants]));
}
