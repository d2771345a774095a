import type { Polygon } from '@sitecast/contract';
import { createFragmentReader, MediaFault, type InitSegment, type TimedFragment } from '@sitecast/hls';
import type { FfmpegCapabilities } from '../../ffmpeg/capabilities.ts';
import { startMaskingProcess, type MaskingProcess } from '../../ffmpeg/masking-process.ts';
import type { Logger } from '../../platform/log.ts';
import { drawMaskPicture } from '../../privacy/mask-picture.ts';
import { drawMask } from '../../privacy/mask-raster.ts';
import { writeFileAtomic } from '../../storage/atomic-file.ts';

export interface MaskedStreamOptions {
  ffmpeg: FfmpegCapabilities;
  mark: Readonly<Record<string, string>>;
  /** Where the mask's picture is written. */
  picture: string;
  polygons: readonly Polygon[];
  nowMs: () => number;
  log: Logger;
}

export interface MaskedSink {
  init(init: InitSegment): void;
  /** `arrivalMs` is when the frame came from the camera, not when it was covered. */
  fragment(fragment: TimedFragment, arrivalMs: number): void;
  /** What comes next does not follow what came before. */
  broke(): void;
  still(jpeg: Buffer): void;
}

/** The camera's stream with the mask burned into every frame. Nothing leaves it that was not drawn over. */
export interface MaskedStream {
  init(init: InitSegment): void;
  fragment(fragment: TimedFragment, arrivalMs: number): void;
  /** The source was interrupted. */
  breakRun(): void;
  close(): Promise<void>;
}

/** A frame that waits longer is given up with all that wait behind it: the public must not get old video as new. */
const longestLagMs = 5_000;
const longestWaitBytes = 16 * 1_048_576;
const restartPauseMs = 1_000;
const maxBoxBytes = 32 * 1_048_576;

export function createMaskedStream(options: MaskedStreamOptions, sink: MaskedSink): MaskedStream {
  const { nowMs, log } = options;
  let setup: InitSegment | null = null;
  let current: MaskingProcess | null = null;
  let isStarting = false;
  /** Whether the present process was given its first frame. */
  let hasBegun = false;
  let isClosed = false;
  let restAtMs = 0;
  /** When the frames that are being covered came, oldest first: one goes in, one comes out. */
  let arrivals: number[] = [];
  /** Counts runs, so that what a run that was given up still says is known to be late. */
  let turn = 0;
  const ends = new Set<Promise<void>>();

  const stop = (): void => {
    turn += 1;
    arrivals = [];
    if (current) {
      current.kill();
      current = null;
      sink.broke();
    }
  };

  const giveUp = (reason: string): void => {
    log.warn({ reason }, 'the masked picture is started anew');
    restAtMs = nowMs() + restartPauseMs;
    stop();
  };

  const start = async (init: InitSegment): Promise<void> => {
    isStarting = true;
    const mine = turn;
    try {
      const hidden = drawMask(options.polygons, init.width, init.height);
      await writeFileAtomic(options.picture, drawMaskPicture(hidden, init.width, init.height));
      if (isClosed || mine !== turn || setup !== init) return;
      const reader = createFragmentReader({ maxBoxBytes });
      const take = (chunk: Uint8Array): void => {
        if (mine !== turn) return;
        try {
          for (const event of reader.push(chunk)) {
            if (event.type === 'init') sink.init(event.init);
            if (event.type !== 'fragment') continue;
            const arrivalMs = arrivals.splice(0, event.fragment.sampleCount).at(-1);
            if (arrivalMs !== undefined) sink.fragment(event.fragment, arrivalMs);
          }
        } catch (error) {
          if (!(error instanceof MediaFault)) throw error;
          giveUp(error.reason);
        }
      };
      const process = startMaskingProcess(options.ffmpeg, options.picture, init, options.mark, {
        media: take,
        still: (jpeg) => mine === turn && sink.still(jpeg),
        line: (line) => log.debug({ line }, 'the masking says'),
      });
      const end = process.ended.then(() => {
        ends.delete(end);
        if (mine === turn && !isClosed) giveUp('ended');
      });
      ends.add(end);
      current = process;
      hasBegun = false;
      process.write(init.bytes);
    } catch (error) {
      log.error({ err: error }, 'the mask could not be drawn');
      restAtMs = nowMs() + restartPauseMs;
    } finally {
      isStarting = false;
    }
  };

  return {
    init(init) {
      stop();
      setup = init;
    },
    fragment(fragment, arrivalMs) {
      if (isClosed || !setup) return;
      if (!current) {
        if (!isStarting && nowMs() >= restAtMs) void start(setup);
        return;
      }
      // A decoder begins at a key frame, and so does the count of what goes in.
      if (!hasBegun && !fragment.keyframe) return;
      hasBegun = true;
      const oldest = arrivals[0];
      if (oldest !== undefined && arrivalMs - oldest > longestLagMs) return giveUp('too slow');
      if (current.waitingBytes > longestWaitBytes) return giveUp('too much waits');
      for (let frame = 0; frame < fragment.sampleCount; frame += 1) arrivals.push(arrivalMs);
      for (const chunk of fragment.chunks) current.write(chunk);
    },
    breakRun: stop,
    async close() {
      isClosed = true;
      stop();
      await Promise.all(ends);
    },
  };
}
