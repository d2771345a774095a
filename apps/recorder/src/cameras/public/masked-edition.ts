import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArchiveRules, Pin, Polygon } from '@sitecast/contract';
import type { MediaSegment, OpenSegment } from '@sitecast/hls';
import type { FfmpegCapabilities } from '../../ffmpeg/capabilities.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log.ts';
import { createFootageReader } from '../../storage/footage/footage-reader.ts';
import { createFootageWriter } from '../../storage/footage/footage-writer.ts';
import { createStillArchive, type StillArchive } from '../../storage/still/still-archive.ts';
import { createStillThinning } from '../archive/still-thinning.ts';
import { createFootageRecorder } from '../footage/footage-recorder.ts';
import { createPackager, type PackagedSegment } from '../live/packager.ts';
import { createMaskedStream, type MaskedStream } from './masked-stream.ts';

export interface MaskedEditionOptions {
  /** `recorder/` below the data folder. */
  folder: string;
  ffmpeg: FfmpegCapabilities;
  mark: Readonly<Record<string, string>>;
  clock: Clock;
  log: Logger;
  hasRoom: () => boolean;
  diskFailed: () => void;
  /** A segment of it is whole. */
  packaged: (packaged: PackagedSegment) => void;
  /** What of it is coming in. */
  extended: (open: OpenSegment | null) => void;
}

/** Where a camera's masked footage and stills lie, apart from what came. */
export function toMaskedFolders(folder: string, camera: string): { footage: string; stills: string } {
  return { footage: join(folder, 'masked', camera), stills: join(folder, 'masked-stills', camera) };
}

const stillPauseMs = 50_000;

/** What the masked picture is recorded to and read from; the stream into it begins with `begin`. */
export function createMaskedArchive(camera: string, options: MaskedEditionOptions) {
  const folders = toMaskedFolders(options.folder, camera);
  const stills: StillArchive = createStillArchive(folders.stills);
  const recorder = createFootageRecorder(createFootageWriter(folders.footage), options);
  const thinning = createStillThinning(stills);
  let lastStillMs = Number.NEGATIVE_INFINITY;

  /** `takenMs`: it is as old as the frame it shows, however long that was on its way. */
  const keepStill = (jpeg: Buffer, takenMs: number): void => {
    const nowMs = options.clock.nowMs();
    if (nowMs - lastStillMs < stillPauseMs) return;
    lastStillMs = nowMs;
    stills.keep(Math.min(takenMs, nowMs), jpeg).catch((error: unknown) => {
      options.log.error({ err: error }, 'a masked still could not be kept');
      options.diskFailed();
    });
  };

  return {
    footage: createFootageReader(folders.footage),
    /** Keeps a segment that was masked long after it was recorded. */
    record: (segment: MediaSegment, initId: string) => recorder.record(segment, initId),
    stills,
    start: () => stills.start(),
    thin: (rules: ArchiveRules, pins: readonly Pin[], nowMs: number) => thinning.work(rules, pins, nowMs),
    /** Begins to mask; a mask that changes is a new stream. */
    async begin(polygons: readonly Polygon[]): Promise<MaskedStream> {
      await mkdir(folders.footage, { recursive: true });
      lastStillMs = Number.NEGATIVE_INFINITY;
      const packager = createPackager((packaged) => {
        void recorder.record(packaged.segment, packaged.initId);
        options.packaged(packaged);
      });
      const { ffmpeg, mark, log } = options;
      let shownMs: number | null = null;
      /** A still that came before the frame that says how old it is. */
      let early: Buffer | null = null;
      const stream = createMaskedStream(
        { ffmpeg, mark, log, polygons, picture: join(folders.footage, 'mask.png'), nowMs: () => options.clock.nowMs() },
        {
          init: (init) => packager.init(init),
          fragment(fragment, arrivalMs) {
            packager.fragment(fragment, arrivalMs);
            options.extended(packager.open);
            shownMs = arrivalMs;
            if (early) keepStill(early, arrivalMs);
            early = null;
          },
          broke() {
            shownMs = null;
            early = null;
            packager.breakRun();
            options.extended(null);
          },
          still(jpeg) {
            if (shownMs === null) early = jpeg;
            else keepStill(jpeg, shownMs);
          },
        },
      );
      return stream;
    },
    close: () => recorder.close(),
  };
}
