import type { Picture } from './picture.ts';

const patterns = 4;
const patternEveryMs = 1_300;

/**
 * The same picture as a sensor reads it at different times: brighter and darker by a level or two in drifting blotches.
 * Without it a still night would be what no real camera sends, and the recorder would rightly take it for frozen.
 */
export function toSensorReadings(still: Picture): Picture[] {
  return Array.from({ length: patterns }, (_, pattern) => {
    const { width, height } = still;
    const bytes = Buffer.from(still.bytes);
    const across = Array.from({ length: width }, (_, x) => Math.sin((x / width) * 13 + pattern * 2.1));
    for (let y = 0; y < height; y += 1) {
      const down = 1.8 * Math.cos((y / height) * 9 + pattern * 1.7);
      for (let x = 0; x < width; x += 1) {
        const at = y * width + x;
        bytes[at] = Math.max(16, Math.round((bytes[at] ?? 16) + down * (across[x] ?? 0)));
      }
    }
    return { width, height, bytes };
  });
}

/** Which of the readings an instant has. Key frames one or two seconds apart do not fall on the same one for long. */
export function pickReading(atMs: number): number {
  return Math.floor(atMs / patternEveryMs) % patterns;
}
