import { createFragmentReader, delayFragments, joinChunks, type InitSegment } from '@sitecast/hls';
import { runInBackground } from './background-run.ts';
import type { FfmpegCapabilities } from './capabilities.ts';

/** How a smaller picture is encoded. */
export interface RenditionForm {
  height: number;
  bitsPerSecond: number;
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

/**
 * Arguments that make one segment smaller: every frame, with its own length, one key frame at the start, at most so many
 * bits. The track keeps the original's ticks, so its place on the time line can be put back exactly.
 */
function toRenditionArguments(form: RenditionForm, init: InitSegment, ffmpeg: FfmpegCapabilities): string[] {
  const passthrough = [ffmpeg.major >= 6 ? '-fps_mode' : '-vsync', 'passthrough'];
  const bits = String(form.bitsPerSecond);
  return [
    ...['-filter_threads', '1', '-threads', '1', '-f', 'mp4', '-i', 'pipe:0', '-map', '0:v:0'],
    ...['-vf', `scale=-2:${form.height}:flags=fast_bilinear,format=yuv420p`, ...passthrough],
    ...['-c:v', 'libx264', '-preset', 'superfast', '-profile:v', 'main', '-level', '4.0', '-bf', '0', '-g', '1000'],
    ...['-sc_threshold', '0', '-crf', '25', '-maxrate', bits, '-bufsize', bits, '-threads', '2'],
    ...['-video_track_timescale', String(init.timescale), '-f', 'mp4'],
    ...['-movflags', '+frag_keyframe+empty_moov+default_base_moof', 'pipe:1'],
  ];
}

/** The same stretch in fewer pixels, at low priority. Rejects with FfmpegFailed or MediaFault. */
export async function makeRendition(
  source: RenditionSource,
  form: RenditionForm,
  options: { ffmpeg: FfmpegCapabilities; signal: AbortSignal },
): Promise<Rendition> {
  const { output } = await runInBackground({
    path: options.ffmpeg.path,
    args: toRenditionArguments(form, source.init, options.ffmpeg),
    input: [source.init.bytes, source.bytes],
    maxBytes: source.bytes.byteLength + 8 * 1_048_576,
    timeoutMs,
    signal: options.signal,
  });
  const { init, bytes } = split(output);
  delayFragments(bytes, findStart(source));
  return { init, bytes };
}

function split(output: Buffer): Rendition {
  let init: InitSegment | null = null;
  const chunks: Uint8Array[] = [];
  for (const event of createFragmentReader({ maxBoxBytes }).push(output)) {
    if (event.type === 'init') ({ init } = event);
    if (event.type === 'fragment') chunks.push(...event.fragment.chunks);
  }
  if (!init || chunks.length === 0) throw new Error('ffmpeg gave no picture');
  return { init, bytes: joinChunks(chunks) };
}

/** Where a segment stands on its run's time line, in ticks. */
function findStart({ init, bytes }: RenditionSource): number {
  const reader = createFragmentReader({ maxBoxBytes });
  reader.push(init.bytes);
  const [first] = reader.push(bytes);
  return first?.type === 'fragment' ? first.fragment.decodeTicks : 0;
}
