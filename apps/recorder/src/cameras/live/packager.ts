import { createHash, randomBytes } from 'node:crypto';
import {
  createSegmenter,
  type InitSegment,
  type MediaSegment,
  type OpenSegment,
  type TimedFragment,
} from '@sitecast/hls';
import { targetDurationS } from './live-edge.ts';

export interface PackagedSegment {
  segment: MediaSegment;
  initId: string;
}

export interface Packager {
  init(init: InitSegment): void;
  fragment(fragment: TimedFragment, arrivalMs: number): void;
  /** A segment that came whole, from a recorder at a site: it counts for the figures. */
  measure(segment: MediaSegment): void;
  /** Frames were lost or the source ended: what is whole is kept, the rest waits for a key frame. */
  breakRun(): void;
  /** The segment that is coming in, as far as it can be named. */
  readonly open: OpenSegment | null;
  readonly figures: StreamFigures;
}

/** Measured over the last few segments; null before the first. */
export interface StreamFigures {
  bitsPerSecond: number | null;
  framesPerSecond: number | null;
  /** Segments had to be cut without a key frame: the camera's key frames are too far apart. */
  lacksKeyframes: boolean;
  /** Longest pause between two arrivals, in ms: a source that comes in bursts must be watched from farther behind. */
  pauseMs: number;
}

const measuredSegments = 5;
/** Eight frames of 25 a second, or two of ffmpeg's fragments: a shorter part is one more request of each viewer, a longer one a later picture. */
const partMs = 340;

/** From fragments to segments with the names they keep for ever. */
export function createPackager(deliver: (packaged: PackagedSegment) => void): Packager {
  const segmenter = createSegmenter({
    targetMs: 2_000,
    // An EXTINF rounds to the nearest second, so this is the most that keeps the playlist's word.
    limitMs: targetDurationS * 1_000 + 400,
    partMs,
    createRun: () => randomBytes(8).toString('hex'),
  });
  let initId = '';
  /** Of the last segments what is counted, without their bytes. */
  const recent: Pick<MediaSegment, 'durationMs' | 'lengthBytes' | 'frames' | 'independent'>[] = [];
  const pauses: number[] = [];
  let pauseMs = 0;
  let arrivedAtMs: number | null = null;

  const measure = ({ durationMs, lengthBytes, frames, independent }: MediaSegment): void => {
    recent.push({ durationMs, lengthBytes, frames, independent });
    if (recent.length > measuredSegments) recent.shift();
    pauses.push(pauseMs);
    if (pauses.length > measuredSegments) pauses.shift();
    pauseMs = 0;
  };
  const take = (segment: MediaSegment | null): void => {
    if (!segment) return;
    measure(segment);
    deliver({ segment, initId });
  };

  return {
    init(init) {
      arrivedAtMs = null;
      take(segmenter.begin(init));
      initId = toInitId(init);
    },
    fragment(fragment, arrivalMs) {
      if (arrivedAtMs !== null) pauseMs = Math.max(pauseMs, arrivalMs - arrivedAtMs);
      arrivedAtMs = arrivalMs;
      take(segmenter.push(fragment, arrivalMs));
    },
    measure,
    breakRun() {
      arrivedAtMs = null;
      take(segmenter.breakRun());
    },
    get open() {
      return segmenter.open;
    },
    get figures() {
      const seconds = recent.reduce((sum, segment) => sum + segment.durationMs, 0) / 1_000;
      const bytes = recent.reduce((sum, segment) => sum + segment.lengthBytes, 0);
      const frames = recent.reduce((sum, segment) => sum + segment.frames, 0);
      return {
        bitsPerSecond: seconds > 0 ? Math.round((bytes * 8) / seconds) : null,
        framesPerSecond: seconds > 0 ? Math.round((frames / seconds) * 10) / 10 : null,
        lacksKeyframes: recent.some((segment) => !segment.independent),
        pauseMs: Math.max(pauseMs, ...pauses),
      };
    },
  };
}

/** The address of an init. By its content: the same setup after a restart has the same one, another one never. */
export function toInitId(init: InitSegment): string {
  return createHash('sha256').update(init.bytes).digest('hex').slice(0, 16);
}
