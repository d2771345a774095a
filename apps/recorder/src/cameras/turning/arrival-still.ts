import { setTimeout as pause } from 'node:timers/promises';
import type { MediaSegment } from '@sitecast/hls';
import { drawSegmentStill } from '../../ffmpeg/segment-still.ts';
import type { Logger } from '../../platform/log.ts';

/**
 * The still of what a camera shows after it was moved, from the first segment of then: stills come once a minute, and
 * whoever draws a mask must not draw it on the view before.
 */
export interface ArrivalStill {
  /** Resolves when a still of that instant or later is kept, or there was none in time. */
  want(fromMs: number): Promise<void>;
  see(segment: MediaSegment): void;
}

/** Segments are a few seconds long; a camera that is silent now has none to wait for. */
const patienceMs = 12_000;

export function createArrivalStill(deps: {
  ffmpegPath: string;
  keep: (atMs: number, jpeg: Buffer) => Promise<boolean>;
  log: Logger;
}): ArrivalStill {
  let wanted: { fromMs: number; isKept: PromiseWithResolvers<void> } | null = null;
  return {
    want(fromMs) {
      const isKept = Promise.withResolvers<void>();
      wanted = { fromMs, isKept };
      return Promise.race([isKept.promise, pause(patienceMs, undefined, { ref: false })]);
    },
    see(segment) {
      if (wanted === null || segment.startMs < wanted.fromMs || !segment.independent) return;
      const { init, bytes } = segment;
      if (bytes === null) return;
      const { isKept } = wanted;
      wanted = null;
      drawSegmentStill(deps.ffmpegPath, { init, bytes })
        .then((jpeg) => deps.keep(segment.startMs, jpeg))
        .catch((error: unknown) => deps.log.warn({ err: error }, 'the still of a new view could not be drawn'))
        .finally(isKept.resolve);
    },
  };
}
