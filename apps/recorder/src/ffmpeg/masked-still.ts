import { runInBackground } from './background-run.ts';
import { toCoverFilter, type PictureSize } from './masking-process.ts';

const timeoutMs = 15_000;
const maxBytes = 16 * 1_048_576;

/**
 * A still with a mask burned in, as another JPEG; `mask` is a PNG of `size`. Nothing of the still under the mask is
 * in it. Rejects with FfmpegFailed.
 */
export async function coverStill(path: string, jpeg: Uint8Array, mask: Uint8Array, size: PictureSize): Promise<Buffer> {
  const { output } = await runInBackground({
    path,
    args: [
      ...['-filter_complex_threads', '1', '-threads', '1', '-reinit_filter', '0', '-f', 'image2pipe'],
      ...['-c:v', 'mjpeg', '-i', 'pipe:0', '-f', 'image2pipe', '-c:v', 'png', '-i', 'pipe:3'],
      ...['-filter_complex', `${toCoverFilter(size)},scale=out_range=pc,format=yuvj420p[out]`, '-map', '[out]'],
      ...['-frames:v', '1', '-threads', '1', '-c:v', 'mjpeg', '-q:v', '3', '-f', 'image2pipe', 'pipe:1'],
    ],
    input: [jpeg],
    second: [mask],
    maxBytes,
    timeoutMs,
  });
  return output;
}
