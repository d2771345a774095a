/** Small enough that a phone reads a dozen at once. */
const size = { width: 32, height: 18 };

/** The mean brightness of a picture, 0 to 255; null where it cannot be read. */
export async function measureBrightness(url: string, signal: AbortSignal): Promise<number | null> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(15_000)]) });
    if (!answer.ok) return null;
    const bitmap = await createImageBitmap(await answer.blob());
    const canvas = document.createElement('canvas');
    canvas.width = size.width;
    canvas.height = size.height;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context?.drawImage(bitmap, 0, 0, size.width, size.height);
    bitmap.close();
    const pixels = context?.getImageData(0, 0, size.width, size.height).data;
    return pixels ? toMeanLuma(pixels) : null;
  } catch {
    return null;
  }
}

/** Rec. 709 luma of RGBA bytes. */
export function toMeanLuma(pixels: Uint8ClampedArray): number {
  let sum = 0;
  for (let at = 0; at + 3 < pixels.length; at += 4) {
    sum += 0.2126 * (pixels[at] ?? 0) + 0.7152 * (pixels[at + 1] ?? 0) + 0.0722 * (pixels[at + 2] ?? 0);
  }
  return pixels.length < 4 ? 0 : sum / Math.floor(pixels.length / 4);
}
