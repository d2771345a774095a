import { expect, it } from 'vitest';
import { ffmpegPath as path } from '../../tests/clip.ts';
import { FfmpegFailed, runInBackground } from './background-run.ts';

/** Sixteen grey pixels are a frame of it, and go through ffmpeg as they are. */
const frame = Buffer.alloc(16, 128);
const args = ['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', '4x4', '-i', 'pipe:0', '-f', 'rawvideo', 'pipe:1'];

it('answers what ffmpeg made of the input', async () => {
  const { output } = await runInBackground({ path, args, input: [frame, frame], maxBytes: 32 });
  expect(output).toEqual(Buffer.concat([frame, frame]));
});

it('takes no input that broke off for a whole one', async () => {
  async function* breakOff(): AsyncGenerator<Buffer> {
    yield frame;
    await Promise.reject(new Error('the footage is gone'));
  }
  await expect(runInBackground({ path, args, input: breakOff(), maxBytes: 32 })).rejects.toThrow('the footage is gone');
});

it('fails in ffmpeg’s own words, on more than was asked for, and when it is given up', async () => {
  const nothing = runInBackground({ path, args: ['-i', 'no-such-file', '-f', 'null', '-'] });
  await expect(nothing).rejects.toThrow(/no-such-file/);
  await expect(nothing).rejects.toBeInstanceOf(FfmpegFailed);
  await expect(runInBackground({ path, args, input: [frame, frame], maxBytes: 16 })).rejects.toThrow('more than 16');
  const endless = ['-f', 'lavfi', '-i', 'nullsrc', '-f', 'null', '-'];
  await expect(runInBackground({ path, args: endless, timeoutMs: 50 })).rejects.toBeInstanceOf(FfmpegFailed);
  await expect(runInBackground({ path, args: endless, signal: AbortSignal.abort() })).rejects.toThrow(FfmpegFailed);
  await expect(runInBackground({ path: '/no/such/program', args })).rejects.toBeInstanceOf(FfmpegFailed);
});
