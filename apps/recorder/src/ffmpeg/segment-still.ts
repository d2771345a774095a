import { runInBackground } from './background-run.ts';
import type { RenditionSource } from './rendition.ts';

const timeoutMs = 10_000;
const maxBytes = 8_000_000;

/** The first picture of a segment as a JPEG, as large as it came. Rejects with FfmpegFailed. */
export async function drawSegmentStill(path: string, segment: RenditionSource): Promise<Buffer> {
  const { output } = await runInBackground({
    path,
    args: [
      ...['-nostdin', '-threads', '1', '-f', 'mp4', '-i', 'pipe:0', '-map', '0:v:0', '-frames:v', '1'],
      ...['-vf', 'format=yuvj420p', '-c:v', 'mjpeg', '-q:v', '3', '-f', 'image2pipe', 'pipe:1'],
    ],
    input: [segment.init.bytes, segment.bytes],
    maxBytes,
    timeoutMs,
  });
  return output;
}
