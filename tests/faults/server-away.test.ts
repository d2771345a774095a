import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { CameraView } from '@sitecast/contract';
import { findFfmpeg, startClipCamera, type ClipCamera } from '@sitecast/simulator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startRecorder, type Recorder } from '../support/recorder.ts';
import { startServer, type ServerProgram } from '../support/server.ts';
import { until } from '../support/until.ts';
import { drawFaultClips } from './fault-clips.ts';
import { toReplayPath } from './stage.ts';

const ffmpeg = findFfmpeg(process.env) ?? 'ffmpeg';
/** Nothing in the recorder counts how long it is: the hour it may be in the field differs from it by its length alone. */
const awayMs = 12_000;

let folder: string;
let recorder: Recorder;
let server: ServerProgram;
let camera: ClipCamera;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sitecast-away-'));
  const clips = await drawFaultClips(ffmpeg, folder);
  camera = await startClipCamera({ ffmpeg, file: clips.moving, path: 'gate', credentials: null });
  recorder = await startRecorder({ env: { SITECAST_LOG_LEVEL: 'fatal' } });
  server = await startServer(recorder);
});
afterAll(async () => {
  await server?.close();
  await recorder?.close();
  await camera?.close();
  await rm(folder, { recursive: true, force: true });
});

const isLive = async (): Promise<boolean> => {
  const { items } = (await server.ask('GET', '/api/cameras')) as { items: CameraView[] };
  const found = items.find(({ id }) => id === 'gate');
  return found?.health.state === 'live' && found.playlistUrl !== null;
};

it('[CTRL1] records on by itself while the server is away, without a gap, and is told of again when it is back', async () => {
  await server.addCamera('gate', camera.url, null);
  await until('the camera is live on the server', isLive);
  const goneAtMs = Date.now();
  await server.kill();
  // How long it is away, not how long we wait for something.
  await pause(awayMs);
  const returnsAtMs = Date.now();
  server = await startServer(recorder);
  await until('the camera is live on the server again', isLive);
  const backAtMs = Date.now();
  const { restarts, health } = await recorder.readCamera('gate');
  expect({ restarts, state: health.state }).toEqual({ restarts: 0, state: 'live' });
  const playlist = await until('the whole stretch is on the disk', async () => {
    const answer = await fetch(recorder.origin + toReplayPath('gate', goneAtMs, returnsAtMs));
    const text = answer.ok ? await answer.text() : '';
    const seconds = [...text.matchAll(/^#EXTINF:([\d.]+)/gm)].reduce((sum, [, length]) => sum + Number(length), 0);
    return seconds * 1_000 >= returnsAtMs - goneAtMs && text;
  });
  expect(playlist).not.toContain('#EXT-X-DISCONTINUITY\n');
  process.stdout.write(
    `server away for ${Math.round((returnsAtMs - goneAtMs) / 1_000)} s: told live again ${((backAtMs - returnsAtMs) / 1_000).toFixed(1)} s after its start\n`,
  );
});
