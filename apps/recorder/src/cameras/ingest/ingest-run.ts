import type { SourceFault } from '@sitecast/contract';
import { createFragmentReader, MediaFault, type InitSegment, type TimedFragment } from '@sitecast/hls';
import type { FfmpegCapabilities } from '../../ffmpeg/capabilities.ts';
import { toIngestArguments } from '../../ffmpeg/command.ts';
import { startIngestProcess } from '../../ffmpeg/ingest-process.ts';
import { openMediaPipe } from '../../ffmpeg/media-pipe.ts';
import { isPacketLoss, parseSourceFault } from '../../ffmpeg/source-fault.ts';

/** What a run hands on. Everything comes in the order it arrived. */
export interface IngestSink {
  init(init: InitSegment): void;
  fragment(fragment: TimedFragment): void;
  /** Packets were lost: nothing before the next key frame is whole. */
  loss(): void;
  thumbnail(gray: Uint8Array): void;
  still(jpeg: Buffer): void;
  /** A line of ffmpeg's standard error, raw. */
  line(text: string): void;
}

export interface IngestRunOptions {
  ffmpeg: FfmpegCapabilities;
  inputArguments: readonly string[];
  /** What is written to ffmpeg's standard input at once; null: nothing. */
  standardInput: string | null;
  /** Its pictures come one by one and are encoded, so many a second; null: they are copied. */
  encodeAtFps: number | null;
  /** Environment by which the process is known as ours. */
  mark: Readonly<Record<string, string>>;
  /** Longest wait for the first fragment, and between two. */
  startMs: number;
  silenceMs: number;
  /** Ends the run in order. */
  stop: AbortSignal;
}

/**
 * Why a run ended. Two are no faults: `setup-changed`, the camera changed its picture and wants a new init, and
 * `clock-jumped`, its pictures are dated before those that came already, and wants to be read anew.
 */
export type IngestEnd = { fault: SourceFault | 'setup-changed' | 'clock-jumped' | null; fragments: number };

/** A 4K key frame is below 4 MB; what claims more wants our memory. */
const maxBoxBytes = 32 * 1_048_576;
const killAfterMs = 2_000;
/** No camera is so fast. */
const mostFramesPerSecond = 2_000;
const fewFrames = 4;

/** One ffmpeg from its start to its end. Never rejects: whatever happens is an end with a fault. */
export async function runIngest(options: IngestRunOptions, sink: IngestSink): Promise<IngestEnd> {
  const reader = createFragmentReader({ maxBoxBytes });
  let fragments = 0;
  let cause: IngestEnd['fault'] = null;
  let said: SourceFault | null = null;
  let isOver = false;
  let ticksPerSecond = 1;

  const end = (fault: IngestEnd['fault']): void => {
    if (isOver) return;
    isOver = true;
    cause = fault;
    ffmpeg.kill('SIGKILL');
  };

  const take = (chunk: Uint8Array): void => {
    if (isOver) return;
    try {
      for (const event of reader.push(chunk)) {
        if (event.type === 'setup-changed') return end('setup-changed');
        if (event.type === 'init') {
          ticksPerSecond = event.init.timescale;
          sink.init(event.init);
        }
        if (event.type !== 'fragment') continue;
        if (isStuck(event.fragment, ticksPerSecond)) return end('clock-jumped');
        fragments += 1;
        watchdog = rearm(options.silenceMs);
        sink.fragment(event.fragment);
      }
    } catch (error) {
      if (!(error instanceof MediaFault)) throw error;
      end(toSourceFault(error));
    }
  };

  const pipe = await openMediaPipe((chunk) => take(chunk)).catch(() => null);
  if (!pipe) return { fault: 'ffmpeg-failed', fragments };
  const ffmpeg = startIngestProcess(
    options.ffmpeg.path,
    toIngestArguments(options.inputArguments, options.ffmpeg, options.encodeAtFps),
    options.mark,
    options.standardInput,
    pipe,
    {
      thumbnail: (gray) => sink.thumbnail(gray),
      still: (jpeg) => sink.still(jpeg),
      line: (text) => {
        sink.line(text);
        if (isPacketLoss(text)) sink.loss();
        said ??= parseSourceFault(text);
      },
    },
  );
  let watchdog = setTimeout(() => end(said ?? 'silent'), options.startMs);
  const rearm = (waitMs: number): NodeJS.Timeout => {
    clearTimeout(watchdog);
    return setTimeout(() => end('silent'), waitMs);
  };
  const stop = (): void => {
    isOver = true;
    ffmpeg.kill('SIGTERM');
    // A process that hangs in a read does not hear it.
    setTimeout(() => ffmpeg.kill('SIGKILL'), killAfterMs).unref();
  };
  if (options.stop.aborted) stop();
  options.stop.addEventListener('abort', stop, { once: true });

  await ffmpeg.ended;
  clearTimeout(watchdog);
  options.stop.removeEventListener('abort', stop);
  if (options.stop.aborted) return { fault: null, fragments };
  return { fault: cause ?? said ?? (fragments > 0 ? 'ended' : 'ffmpeg-failed'), fragments };
}

/**
 * Whether ffmpeg gives pictures that run back in time one tick each after the last good one: it would go on so until the
 * camera's clock has caught up, for hours. A single frame of one tick is nothing; some cameras repeat their parameters so.
 */
function isStuck({ sampleCount, durationTicks }: TimedFragment, ticksPerSecond: number): boolean {
  return sampleCount > fewFrames && sampleCount * ticksPerSecond > durationTicks * mostFramesPerSecond;
}

function toSourceFault(fault: MediaFault): SourceFault {
  return fault.reason === 'no-video' || fault.reason === 'codec-unsupported' ? fault.reason : 'ffmpeg-failed';
}
