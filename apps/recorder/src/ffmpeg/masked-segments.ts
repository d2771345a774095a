import {
  createFragmentReader,
  delayFragments,
  joinChunks,
  MediaFault,
  type InitSegment,
  type TimedFragment,
} from '@sitecast/hls';
import { runInBackground } from './background-run.ts';
import type { FfmpegCapabilities } from './capabilities.ts';
import { toCoverFilter, toMaskedCoding } from './masking-process.ts';

/** What one segment became. */
export interface MaskedPiece {
  init: InitSegment;
  bytes: Uint8Array;
  frames: number;
  independent: boolean;
}

const maxBoxBytes = 32 * 1_048_576;
/** Of low priority on a busy machine. */
const timeoutMs = 120_000;
/** A key frame is asked for a little before its time, so that rounding does not put it on the frame behind. */
const earlyS = 0.002;

/**
 * Burns a mask (a PNG of the init's size) into segments that follow one another, the first of which begins with a key frame;
 * each comes back at its own place on the time line, beginning with a key frame. At low priority. Rejects with FfmpegFailed
 * or MediaFault.
 */
export async function maskSegments(
  source: { init: InitSegment; segments: readonly Uint8Array[] },
  mask: Uint8Array,
  options: { ffmpeg: FfmpegCapabilities; signal: AbortSignal },
): Promise<MaskedPiece[]> {
  const { init } = source;
  const starts = findStarts(source);
  const [first = 0] = starts;
  const times = starts.map((ticks) => Math.max(0, (ticks - first) / init.timescale - earlyS).toFixed(4));
  const { output } = await runInBackground({
    path: options.ffmpeg.path,
    args: [
      ...['-filter_complex_threads', '1', '-threads', '1', '-reinit_filter', '0', '-f', 'mp4', '-i', 'pipe:0'],
      ...['-f', 'image2pipe', '-c:v', 'png', '-i', 'pipe:3'],
      ...['-filter_complex', `${toCoverFilter(init)}[video]`, '-map', '[video]', ...toMaskedCoding(options.ffmpeg)],
      // Without it each frame is moved to the nearest tick of a frame rate that was guessed, by up to half a frame.
      ...['-enc_time_base', `1/${init.timescale}`],
      ...['-g', '1000', '-sc_threshold', '0', '-force_key_frames', times.join(',')],
      ...['-video_track_timescale', String(init.timescale), '-f', 'mp4'],
      ...['-movflags', '+frag_every_frame+empty_moov+default_base_moof', 'pipe:1'],
    ],
    input: [init.bytes, ...source.segments],
    second: [mask],
    maxBytes: source.segments.reduce((sum, { byteLength }) => sum + byteLength, 0) + 32 * 1_048_576,
    timeoutMs,
    signal: options.signal,
  });
  return split(output, starts);
}

/** Where each segment stands on the run's time line, in ticks. */
function findStarts({ init, segments }: { init: InitSegment; segments: readonly Uint8Array[] }): number[] {
  const reader = createFragmentReader({ maxBoxBytes });
  reader.push(init.bytes);
  return segments.map((bytes) => {
    const [head] = reader.push(bytes);
    if (head?.type !== 'fragment') throw new MediaFault('box-malformed', 'a segment without a fragment');
    return head.fragment.decodeTicks;
  });
}

function split(output: Buffer, starts: readonly number[]): MaskedPiece[] {
  const [first = 0] = starts;
  let init: InitSegment | null = null;
  const pieces: TimedFragment[][] = starts.map(() => []);
  for (const event of createFragmentReader({ maxBoxBytes }).push(output)) {
    if (event.type === 'init') ({ init } = event);
    if (event.type !== 'fragment') continue;
    const { fragment } = event;
    // By its middle: a frame that was rounded to the tick before belongs where it begins all the same.
    const ticks = first + fragment.decodeTicks + fragment.durationTicks / 2;
    pieces[
      Math.max(
        0,
        starts.findLastIndex((start) => start <= ticks),
      )
    ]?.push(fragment);
  }
  return pieces.map((fragments) => {
    if (!init || fragments.length === 0) throw new MediaFault('box-malformed', 'no picture came of a segment');
    const bytes = joinChunks(fragments.flatMap(({ chunks }) => chunks));
    delayFragments(bytes, first);
    const frames = fragments.reduce((sum, { sampleCount }) => sum + sampleCount, 0);
    return { init, bytes, frames, independent: fragments[0]?.keyframe === true };
  });
}
