import { join } from 'node:path';
import type { InitSegment, OpenSegment, TimedFragment } from '@sitecast/hls';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log.ts';
import { createFootageReader, type FootageReader } from '../../storage/footage/footage-reader.ts';
import { createFootageWriter } from '../../storage/footage/footage-writer.ts';
import { createLiveEdge, type LiveEdge } from '../live/live-edge.ts';
import { createPackager, type PackagedSegment, type StreamFigures } from '../live/packager.ts';
import { createSequenceFile } from '../live/sequence-file.ts';
import { createFootageRecorder } from './footage-recorder.ts';

export interface CameraFootageDeps {
  clock: Clock;
  log: Logger;
  hasRoom: () => boolean;
  diskFailed: () => void;
  /** A segment is whole, and at the live edge. */
  shown: (packaged: PackagedSegment) => void;
  /** A segment that was cut here is on disk, or will never be. */
  recorded: (packaged: PackagedSegment) => void;
}

/** A camera's footage as it came: cut into segments, shown at the live edge, put on the disk. */
export interface CameraFootage {
  readonly live: LiveEdge;
  readonly kept: FootageReader;
  readonly figures: StreamFigures;
  /** Start of the oldest segment kept, or null. */
  readonly recordedFromMs: number | null;
  init(init: InitSegment): void;
  fragment(fragment: TimedFragment, arrivalMs: number): void;
  /** Frames were lost or the source ended: what is whole is kept, the rest waits for a key frame. */
  breakRun(): void;
  /** Lets the segment that is coming in be watched, as far as it is there; answers it, or null where none can be named. */
  extend(): OpenSegment | null;
  /** Shows a segment that a recorder at a site cut. */
  show(packaged: PackagedSegment): void;
  /** Puts such a segment on the disk; `false`: it will never be there. */
  record(packaged: PackagedSegment): Promise<boolean>;
  /** Looks again for the oldest segment, after some were removed. */
  refresh(): Promise<void>;
  /** Ends the live edge: whoever waits there is let go. */
  closeLive(): void;
  /** Done when all that came is on the disk. */
  close(): Promise<void>;
}

/** Goes on with the numbers that the last start in `folder` put by. */
export async function openCameraFootage(folder: string, deps: CameraFootageDeps): Promise<CameraFootage> {
  const { clock, log } = deps;
  const sequence = createSequenceFile(join(folder, 'sequence'));
  const live = createLiveEdge(await sequence.start(clock.nowMs()), () => packager.figures.pauseMs);
  const kept = createFootageReader(folder);
  const recorder = createFootageRecorder(createFootageWriter(folder), deps);

  const list = (packaged: PackagedSegment): void => {
    live.append(packaged.segment, packaged.initId);
    deps.shown(packaged);
    sequence.reserve(live.next).catch((error: unknown) => log.error({ err: error }, 'numbers were not put by'));
  };
  const packager = createPackager((packaged) => {
    list(packaged);
    void recorder.record(packaged.segment, packaged.initId).then(() => deps.recorded(packaged));
  });

  return {
    live,
    kept,
    get figures() {
      return packager.figures;
    },
    get recordedFromMs() {
      return recorder.recordedFromMs;
    },
    init: (init) => packager.init(init),
    fragment: (fragment, arrivalMs) => packager.fragment(fragment, arrivalMs),
    breakRun: () => packager.breakRun(),
    extend() {
      live.extend(packager.open);
      return packager.open;
    },
    show(packaged) {
      packager.measure(packaged.segment);
      list(packaged);
    },
    record: ({ segment, initId }) => recorder.record(segment, initId),
    async refresh() {
      recorder.recordedFromMs = await kept.findOldest();
    },
    closeLive: () => live.close(),
    close: () => recorder.close(),
  };
}
