import { createHash, randomBytes } from 'node:crypto';
import { createSegmenter, type InitSegment, type MediaSegment, type TimedFragment } from '@sitecast/hls';
import { targetDurationS } from './live-edge.ts';

export interface PackagedSegment {
  segment: MediaSegment;
  initId: string;
}

export interface Packager {
  init(init: InitSegment): void;
  fragment(fragment: TimedFragment, arrivalMs: number): void;
  /** Frames were lost or the source ended: what is whole is kept, the rest waits for a key frame. */
  breakRun(): void;
  readonly figures: StreamFigures;
}

/** Measured over the last few segments; null before the first. */
export interface StreamFigures {
  bitsPerSecond: number | null;
  framesPerSecond: number | null;
  /** Segments had to be cut without a key frame: the camera's key frames are too far apart. */
  lacksKeyframes: boolean;
}

const measuredSegments = 5;

/** From fragments to segments with the names they keep for ever. */
export function createPackager(deliver: (packaged: PackagedSegment) => void): Packager {
  const segmenter = createSegmenter({
    targetMs: 2_000,
    // An EXTINF rounds to the nearest second, so this is the most that keeps the playlist's word.
    limitMs: targetDurationS * 1_000 + 400,
    partMs: 500,
    createRun: () => randomBytes(8).toString('hex'),
  });
  let initId = '';
  const recent: MediaSegment[] = [];

  const take = (segment: MediaSegment | null): void => {
    if (!segment) return;
    recent.push(segment);
    if (recent.length > measuredSegments) recent.shift();
    deliver({ segment, initId });
  };

  return {
    init(init) {
      take(segmenter.begin(init));
      // By its content: the same setup after a restart has the same address, another one never.
      initId = createHash('sha256').update(init.bytes).digest('hex').slice(0, 16);
    },
    fragment: (fragment, arrivalMs) => take(segmenter.push(fragment, arrivalMs)),
    breakRun: () => take(segmenter.breakRun()),
    get figures() {
      const seconds = recent.reduce((sum, segment) => sum + segment.durationMs, 0) / 1_000;
      const bytes = recent.reduce((sum, segment) => sum + segment.bytes.byteLength, 0);
      const frames = recent.reduce((sum, segment) => sum + segment.frames, 0);
      return {
        bitsPerSecond: seconds > 0 ? Math.round((bytes * 8) / seconds) : null,
        framesPerSecond: seconds > 0 ? Math.round((frames / seconds) * 10) / 10 : null,
        lacksKeyframes: recent.some((segment) => !segment.independent),
      };
    },
  };
}
