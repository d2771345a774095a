import { mostSteps, type MostStep } from '@sitecast/contract/words';
import { writeMultivariantPlaylist, type StreamVariant } from '@sitecast/hls';
import { renditionCodec, type RenditionForm } from '../../ffmpeg/rendition.ts';
import type { ListedSegment } from '../live/live-edge.ts';

/** What a camera can be had in beside its own picture. The name stands in addresses. */
const forms = {
  '720p': { height: 720, bitsPerSecond: 1_800_000 },
  '360p': { height: 360, bitsPerSecond: 500_000 },
  // A picture a second: sharper than the smallest video, for a third of its bytes.
  '1fps': { height: 720, bitsPerSecond: 200_000, everyMs: 1_000 },
} as const satisfies Record<string, RenditionForm>;
export type RungName = keyof typeof forms;
/** Those that are video, and stand in the list of renditions. */
const videoNames = ['720p', '360p'] as const satisfies RungName[];

export const isRungName = (name: string): name is RungName => name in forms;

export const toRungForm = (rung: RungName): RenditionForm => forms[rung];

/** A buffer as large as a second may come on top of the rate (`-bufsize`), and the boxes around it. */
const peak = 1.6;

/**
 * The renditions that make sense of what is listed, largest first: those below the picture's own height. None where a
 * segment begins without a key frame, as it cannot be decoded alone.
 */
export function findRungs(listed: readonly ListedSegment[], most: MostStep = 'full'): (typeof videoNames)[number][] {
  const last = listed.at(-1)?.segment;
  if (!last || !canBeMade(listed)) return [];
  const isForeign = last.init.setup.family !== 'avc';
  // A browser that cannot play the picture itself needs one of the same size rather than none.
  return videoNames.filter(
    (rung) => isWithin(rung, most) && (forms[rung].height < last.init.height || (isForeign && rung === '360p')),
  );
}

const canBeMade = (listed: readonly ListedSegment[]): boolean =>
  listed.length > 0 && listed.every(({ segment }) => segment.independent);

/** Whether a rendition can be made of what is listed. A picture a second can be had of any size. */
export function hasRung(listed: readonly ListedSegment[], rung: RungName): boolean {
  return rung === '1fps' ? canBeMade(listed) : findRungs(listed).includes(rung);
}

/** Whether an audience that may have at most so much may have this one. */
export const isWithin = (rung: RungName, most: MostStep): boolean =>
  mostSteps.indexOf(rung === '1fps' ? 'steps' : rung) >= mostSteps.indexOf(most);

/** What an audience with a limit is given as live; `own`: the camera's picture is within it; null: stills alone. */
export function findMostRung(listed: readonly ListedSegment[], most: MostStep): RungName | 'own' | null {
  const last = listed.at(-1)?.segment;
  if (!last || most === 'stills') return null;
  if (most === 'steps') return '1fps';
  if (most === 'full' || last.init.height <= forms[most].height) return 'own';
  return most;
}

/** The camera's own picture first, then its renditions; null where nothing is listed. */
export function writeAdaptivePlaylist(
  listed: readonly ListedSegment[],
  rungs: readonly RungName[],
  most: MostStep,
): Buffer | null {
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
  const all = findMostRung(listed, most) === 'own' ? [own, ...variants] : variants;
  return all.length === 0 ? null : Buffer.from(writeMultivariantPlaylist(all));
}
