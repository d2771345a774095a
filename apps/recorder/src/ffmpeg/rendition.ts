import {
  createFragmentReader,
  delayFragments,
  joinChunks,
  writeFragmentHead,
  type InitSegment,
  type TimedFragment,
} from '@sitecast/hls';
import { runInBackground } from './background-run.ts';
import type { FfmpegCapabilities } from './capabilities.ts';

/** How a smaller picture is encoded. */
export interface RenditionForm {
  /** At most so many lines. */
  height: number;
  bitsPerSecond: number;
  /** Only a picture each so often, shown until the next; left out: every frame. */
  everyMs?: number;
}

/** A segment as it came: it begins with a key frame, and is decoded with nothing but its init. */
export interface RenditionSource {
  init: InitSegment;
  bytes: Uint8Array;
}

export interface Rendition {
  init: InitSegment;
  bytes: Uint8Array;
}

/** What every rendition says of itself (`avc1` of its profile and level): fixed, so that it can be told before one is made. */
export const renditionCodec = 'avc1.4d4028';

const maxBoxBytes = 32 * 1_048_576;
const timeoutMs = 15_000;
const boxHeaderBytes = 8;

/**
 * Arguments that make one segment smaller: every frame that is wanted, with its own length, one key frame at the start, at
 * most so many bits. The track keeps the original's ticks, so its place on the time line can be put back exactly.
 */
function toRenditionArguments(
  form: RenditionForm,
  init: InitSegment,
  spanS: number,
  ffmpeg: FfmpegCapabilities,
): string[] {
  // As many pictures as the segment has seconds, evenly; half a frame early is near enough.
  const stepS = form.everyMs === undefined ? 0 : spanS / Math.max(1, Math.round((spanS * 1_000) / form.everyMs)) - 0.02;
  const choice = stepS === 0 ? '' : `select='isnan(prev_selected_t)+gte(t-prev_selected_t,${stepS.toFixed(3)})',`;
  const height = Math.min(form.height, init.height);
  const passthrough = [ffmpeg.major >= 6 ? '-fps_mode' : '-vsync', 'passthrough'];
  const bits = String(form.bitsPerSecond);
  return [
    ...['-filter_threads', '1', '-threads', '1', '-f', 'mp4', '-i', 'pipe:0', '-map', '0:v:0'],
    ...['-vf', `${choice}scale=-2:${height}:flags=fast_bilinear,format=yuv420p`, ...passthrough],
    ...['-c:v', 'libx264', '-preset', 'superfast', '-profile:v', 'main', '-level', '4.0', '-bf', '0', '-g', '1000'],
    ...['-sc_threshold', '0', '-crf', '25', '-maxrate', bits, '-bufsize', bits, '-threads', '2'],
    ...['-video_track_timescale', String(init.timescale), '-f', 'mp4'],
    ...['-movflags', `+${stepS === 0 ? 'frag_keyframe' : 'frag_every_frame'}+empty_moov+default_base_moof`, 'pipe:1'],
  ];
}

/** The same stretch in fewer pixels, at low priority. Rejects with FfmpegFailed or MediaFault. */
export async function makeRendition(
  source: RenditionSource,
  form: RenditionForm,
  options: { ffmpeg: FfmpegCapabilities; signal: AbortSignal },
): Promise<Rendition> {
  const { startTicks, endTicks } = findPlace(source);
  const spanS = (endTicks - startTicks) / source.init.timescale;
  const { output } = await runInBackground({
    path: options.ffmpeg.path,
    args: toRenditionArguments(form, source.init, spanS, options.ffmpeg),
    input: [source.init.bytes, source.bytes],
    maxBytes: source.bytes.byteLength + 8 * 1_048_576,
    timeoutMs,
    signal: options.signal,
  });
  const { init, fragments } = split(output);
  if (form.everyMs !== undefined) return { init, bytes: stretch(fragments, init, startTicks, endTicks) };
  const bytes = joinChunks(fragments.flatMap(({ chunks }) => chunks));
  delayFragments(bytes, startTicks);
  return { init, bytes };
}

function split(output: Buffer): { init: InitSegment; fragments: TimedFragment[] } {
  let init: InitSegment | null = null;
  const fragments: TimedFragment[] = [];
  for (const event of createFragmentReader({ maxBoxBytes }).push(output)) {
    if (event.type === 'init') ({ init } = event);
    if (event.type === 'fragment') fragments.push(event.fragment);
  }
  if (!init || fragments.length === 0) throw new Error('ffmpeg gave no picture');
  return { init, fragments };
}

/**
 * Pictures that stand until the next one, the last until the segment ends: how long a frame is that was once followed by
 * others, ffmpeg cannot know.
 */
function stretch(
  fragments: readonly TimedFragment[],
  init: InitSegment,
  startTicks: number,
  endTicks: number,
): Uint8Array {
  const pictures = fragments.map(({ chunks }) => (chunks[1] ?? new Uint8Array()).subarray(boxHeaderBytes));
  const samples = fragments.map(({ decodeTicks, keyframe }, index) => ({
    bytes: pictures[index]?.byteLength ?? 0,
    ticks: (fragments[index + 1]?.decodeTicks ?? endTicks - startTicks) - decodeTicks,
    isKey: keyframe,
  }));
  const head = writeFragmentHead({ trackId: init.trackId, sequence: 1, decodeTicks: startTicks, samples });
  return joinChunks([head, ...pictures]);
}

/** Where a segment stands on its run's time line, in ticks. */
function findPlace({ init, bytes }: RenditionSource): { startTicks: number; endTicks: number } {
  const reader = createFragmentReader({ maxBoxBytes });
  reader.push(init.bytes);
  const fragments = reader.push(bytes).flatMap((event) => (event.type === 'fragment' ? [event.fragment] : []));
  const last = fragments.at(-1);
  return { startTicks: fragments[0]?.decodeTicks ?? 0, endTicks: last ? last.decodeTicks + last.durationTicks : 0 };
}
