import { accessSync, constants } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode, drawClip } from '../../tests/clip.ts';
import { makeDataFolder, removeDataFolder, startRecorder, waitForLive } from '../../tests/recorder-process.ts';
import { until } from '../../../../tests/support/until.ts';
import { findFfmpeg, listFfmpegPaths, probeFfmpeg } from './capabilities.ts';

/** The npm binary of 2018, where it is installed and may be run. */
function findPackaged(): string | null {
  try {
    const { path } = createRequire(import.meta.url)('@ffmpeg-installer/ffmpeg') as { path: string };
    accessSync(path, constants.X_OK);
    return path;
  } catch {
    return null;
  }
}
const packaged = findPackaged();

describe('finding ffmpeg', () => {
  it('takes the named one, and only that', () => {
    expect(listFfmpegPaths({ FFMPEG_PATH: '/opt/one/ffmpeg', PATH: process.env['PATH'] })).toEqual(['/opt/one/ffmpeg']);
  });

  it('says what this machine has', async () => {
    const found = await findFfmpeg(process.env);
    expect(found.major).toBeGreaterThanOrEqual(4);
    expect(found.rtspTimeoutOption).toBe(found.major >= 5 ? '-timeout' : '-stimeout');
  });

  it('says what to do where there is none', async () => {
    await expect(findFfmpeg({ FFMPEG_PATH: '/nowhere/ffmpeg' })).rejects.toThrow('Install the package "ffmpeg"');
  });
});

describe.skipIf(packaged === null)('the npm build of 2018', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await makeDataFolder();
    await drawClip(join(folder, 'clip.mp4'));
  });
  afterAll(() => removeDataFolder(folder));

  it('is known by its library, for it carries no version', async () => {
    expect(await probeFfmpeg(packaged ?? '')).toMatchObject({
      major: 4,
      rtspTimeoutOption: '-stimeout',
      hasSrt: false,
      forRealCameras: false,
    });
  });

  it('[LIVE1] carries a camera whole: live, stills and health', async () => {
    const recorder = await startRecorder(folder, { FFMPEG_PATH: packaged ?? '' });
    try {
      await copyFile(join(folder, 'clip.mp4'), join(folder, 'recorder/import/clip.mp4'));
      await recorder.putCamera('gate-1', {});
      await waitForLive(recorder, 'gate-1', 2);
      const { frames, complaints } = await decode(`${recorder.url}/media/gate-1/live.m3u8`, 2);
      expect(frames).toBeGreaterThanOrEqual(50);
      expect(complaints).toBe('');
      expect((await recorder.get('/media/gate-1/stills/latest.jpg')).status).toBe(200);
      await until('live', async () => (await recorder.view('gate-1')).health.state === 'live');
    } finally {
      await recorder.stop();
    }
  });
});
