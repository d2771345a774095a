import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ffmpegPath } from '../../../tests/clip.ts';
import { shrinkStill } from '../../ffmpeg/small-still.ts';
import { readJpegSize } from '../../time-lapse/jpeg-size.ts';
import { createSmallStills } from './small-stills.ts';

const drawStill = async (size: string): Promise<Buffer> => {
  const { stdout } = await promisify(execFile)(
    ffmpegPath,
    ['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=size=${size}`, '-frames:v', '1', '-f', 'mjpeg', 'pipe:1'],
    { encoding: 'buffer' },
  );
  return stdout;
};
const shrink = (jpeg: Uint8Array) => shrinkStill(ffmpegPath, jpeg, 800);

describe('small stills', () => {
  it('[MEDIA10] are as wide as asked for and as high as the picture wants, and never wider than it was', async () => {
    expect(readJpegSize(await shrink(await drawStill('1920x1080')))).toEqual({ width: 800, height: 450 });
    expect(readJpegSize(await shrink(await drawStill('320x180')))).toEqual({ width: 320, height: 180 });
  });

  it('are drawn once, whoever asks and how many at a time', async () => {
    const whole = await drawStill('1280x720');
    let draws = 0;
    const stills = createSmallStills((jpeg) => {
      draws += 1;
      return shrink(jpeg);
    });
    await Promise.all(Array.from({ length: 20 }, () => stills.find(Buffer.from(whole))));
    await expect.poll(async () => readJpegSize(await stills.find(whole))?.width, { timeout: 20_000 }).toBe(800);
    expect(draws).toBe(1);
  });

  it('[MEDIA10] are the whole still where it cannot be drawn, or not in a moment', async () => {
    const broken = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(2_000)]);
    expect(await createSmallStills(shrink).find(broken)).toBe(broken);
    const never = createSmallStills(() => new Promise<Buffer>(() => undefined));
    for (let still = 0; still < 6; still += 1) {
      const jpeg = randomBytes(100);
      expect(await never.find(jpeg)).toBe(jpeg);
    }
  });
});
