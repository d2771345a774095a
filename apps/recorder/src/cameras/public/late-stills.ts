import type { Polygon } from '@sitecast/contract';
import { coverStill } from '../../ffmpeg/masked-still.ts';
import { drawMaskPicture } from '../../privacy/mask-picture.ts';
import { drawMask } from '../../privacy/mask-raster.ts';
import type { StillArchive } from '../../storage/still/still-archive.ts';
import { readJpegSize } from '../../time-lapse/jpeg-size.ts';

/** What a masked stream has not seen: younger ones it makes itself. */
const lateMs = 120_000;

/** Stills that a recorder at a site sends long after they were taken, with the mask burned in. */
export function createLateStills(deps: {
  ffmpegPath: string;
  /** Of the masked stills alone. */
  stills: StillArchive;
  /** The areas in force, where the public sees that instant masked; null: it does not, or the mask may not fit. */
  findAreas: (atMs: number) => readonly Polygon[] | null;
  nowMs: () => number;
}): (atMs: number, jpeg: Uint8Array) => Promise<void> {
  return async (atMs, jpeg) => {
    const areas = deps.findAreas(atMs);
    if (areas === null || deps.nowMs() - atMs < lateMs) return;
    const size = readJpegSize(jpeg);
    if (!size) return;
    const { width, height } = size;
    const mask = drawMaskPicture(drawMask(areas, width, height), width, height);
    const covered = await coverStill(deps.ffmpegPath, jpeg, mask, size);
    // Asked again: another mask may have come into force meanwhile.
    if (JSON.stringify(deps.findAreas(atMs)) === JSON.stringify(areas)) await deps.stills.keep(atMs, covered);
  };
}
