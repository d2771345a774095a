import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../../tests/support/until.ts';
import { drawClip, ffmpegPath } from '../tests/clip.ts';
import {
  makeDataFolder,
  removeDataFolder,
  startRecorder,
  waitForLive,
  type RecorderProcess,
} from '../tests/recorder-process.ts';

const run = promisify(execFile);
let recorder: RecorderProcess;

/** A clip of so many pictures a second, small ones. */
const drawFast = (path: string, framesPerSecond: number): Promise<unknown> =>
  run(ffmpegPath, [
    ...['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=size=160x90:rate=${framesPerSecond}:duration=4`],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-g', String(framesPerSecond)],
    ...['-video_track_timescale', '90000', '-pix_fmt', 'yuv420p', path],
  ]);

beforeAll(async () => {
  const folder = await makeDataFolder();
  await drawClip(join(folder, 'recorder/import/clip.mp4'));
  await drawFast(join(folder, 'recorder/import/fast.mp4'), 1_000);
  await drawMixed(join(folder, 'recorder/import'));
  recorder = await startRecorder(folder, { SITECAST_LOG_LEVEL: 'error' });
});
afterAll(async () => {
  await recorder?.stop();
  await removeDataFolder(recorder.dataFolder);
});

/** Twelve seconds of H.264 and then of H.265 in one transport stream: a sender that changes without ending its line. */
async function drawMixed(folder: string): Promise<void> {
  const parts = await Promise.all(
    ['libx264', 'libx265'].map(async (encoder) => {
      const path = join(folder, `${encoder}.ts`);
      await run(ffmpegPath, [
        ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25:duration=12', '-c:v', encoder],
        ...['-preset', 'ultrafast', '-bf', '0', '-g', '25', '-pix_fmt', 'yuv420p', '-f', 'mpegts', path],
      ]);
      return readFile(path);
    }),
  );
  await writeFile(join(folder, 'mixed.ts'), Buffer.concat(parts));
}

const readNewest = async (camera: string): Promise<string> =>
  [...(await (await recorder.get(`/media/${camera}/live.m3u8`)).text()).matchAll(/^\S+\.m4s$/gm)].at(-1)?.[0] ?? '';

it('carries a camera of 1,000 pictures a second in whole segments, and the one beside it goes on', async () => {
  await recorder.putCamera('gate', {});
  await recorder.putCamera('fast', { source: { kind: 'file', path: 'fast.mp4' } });
  await waitForLive(recorder, 'gate', 2);
  const playlist = await waitForLive(recorder, 'fast', 3);
  const { framesPerSecond } = await recorder.view('fast');
  expect(framesPerSecond).toBeGreaterThan(500);
  expect([...playlist.matchAll(/#EXTINF:([\d.]+)/g)].every(([, seconds]) => Number(seconds) <= 5)).toBe(true);
  const before = await readNewest('gate');
  await until('the other camera goes on', async () => (await readNewest('gate')) !== before);
  expect((await recorder.get('/livez')).status).toBe(200);
});

it('[MEDIA5] begins anew where the codec changes inside one stream, and keeps nothing that cannot be decoded', async () => {
  await recorder.putCamera('mixed', { source: { kind: 'file', path: 'mixed.ts' } });
  await until('it began anew', async () => (await recorder.view('mixed')).restarts > 0);
  const playlist = await until('a picture of after it', async () => {
    const text = await (await recorder.get('/media/mixed/live.m3u8')).text();
    return /#EXT-X-DISCONTINUITY\n[\s\S]*\.m4s/.test(text) ? text : null;
  });
  expect(playlist).not.toContain('#EXT-X-ENDLIST');
  // A whole decoder finds nothing to say of the first run, up to its last picture.
  const before = playlist.slice(0, playlist.indexOf('#EXT-X-DISCONTINUITY\n'));
  const init = /URI="([^"]+)"/.exec(before)?.[1] ?? '';
  const parts = await Promise.all(
    [init, ...(before.match(/^\S+\.m4s$/gm) ?? [])].map(async (address) =>
      Buffer.from(await (await recorder.get(`/media/mixed/${address}`)).arrayBuffer()),
    ),
  );
  const path = join(recorder.dataFolder, 'first-run.mp4');
  await writeFile(path, Buffer.concat(parts));
  const { stderr } = await run(ffmpegPath, ['-v', 'error', '-i', path, '-f', 'null', '-']);
  expect(stderr).toBe('');
  const { state } = (await recorder.view('mixed')).health;
  expect(['live', 'starting']).toContain(state);
});
