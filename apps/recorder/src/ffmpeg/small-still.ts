import { runInBackground } from './background-run.ts';

const timeoutMs = 10_000;
const maxBytes = 1_000_000;

/** A still at most `width` pixels wide, as another JPEG. Rejects with FfmpegFailed. */
export async function shrinkStill(path: string, jpeg: Uint8Array, width: number): Promise<Buffer> {
  const { output } = await runInBackground({
    path,
    args: [
      ...['-threads', '1', '-f', 'image2pipe', '-c:v', 'mjpeg', '-i', 'pipe:0', '-frames:v', '1'],
      ...['-vf', `scale='min(${width},iw)':-2:flags=area,format=yuvj420p`],
      ...['-c:v', 'mjpeg', '-q:v', '5', '-f', 'image2pipe', 'pipe:1'],
    ],
    input: [jpeg],
    maxBytes,
    timeoutMs,
  });
  return output;
}
