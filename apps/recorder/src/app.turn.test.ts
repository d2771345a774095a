import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PresetList, Problem, RecorderCameraView, RecorderPrivacy } from '@sitecast/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTurningCamera, type TurningCamera } from '../../../tests/support/turning-camera.ts';
import { until } from '../../../tests/support/until.ts';
import {
  findProcesses,
  makeDataFolder,
  removeDataFolder,
  startRecorder,
  waitForLive,
  type RecorderProcess,
} from '../tests/recorder-process.ts';

const password = 'Onvif-cAnArY-5b1e';
const corner: [number, number][] = [
  [0, 0],
  [0.3, 0],
  [0.3, 0.3],
];
const privacy: RecorderPrivacy = {
  delayS: 0,
  mask: { version: 1, polygons: [corner] },
  spans: [{ from: '2000-01-01T00:00:00.000Z', to: null, masked: true }],
};

let recorder: RecorderProcess;
let camera: TurningCamera;

beforeAll(async () => {
  camera = await startTurningCamera(password);
  recorder = await startRecorder(await makeDataFolder(), { SITECAST_SOURCE_HOSTS: '127.0.0.1' });
  await recorder.putCamera('wall', {
    source: { kind: 'rtsp', url: camera.sourceUrl },
    onvif: { url: camera.onvifUrl },
    privacy,
  });
});
afterAll(async () => {
  await recorder?.stop();
  await camera?.close();
  await removeDataFolder(recorder.dataFolder);
});

const readPresets = async (): Promise<PresetList> =>
  (await (await recorder.control('GET', '/control/cameras/wall/presets')).json()) as PresetList;
const goTo = (preset: string) => recorder.control('POST', '/control/cameras/wall/presets', { preset });
const publicStatus = async (): Promise<number> => (await recorder.get('/media/wall/live.m3u8')).status;

it('[CTRL2] tells where a camera can be moved to, and never with what address or password', async () => {
  const view = await recorder.view('wall');
  expect(view.ptz).toEqual({ host: '127.0.0.1', hasPassword: true, turning: false, preset: null });
  expect(await readPresets()).toEqual({
    fault: null,
    presets: [
      { token: 'gate', name: 'Gate', position: '0.0000 0.0000 0.0000' },
      { token: 'crane', name: 'Crane', position: '0.4500 0.4000 0.0000' },
    ],
    at: 'gate',
  });
  expect(await findProcesses(password)).toEqual([]);
  const folder = join(recorder.dataFolder, 'recorder/cameras');
  for (const name of await readdir(folder)) {
    const text = await readFile(join(folder, name), 'utf8');
    expect(text).not.toContain(password);
    expect(text).not.toContain('device_service');
  }
  expect(JSON.stringify([view, await readPresets()]) + recorder.errors).not.toMatch(/cAnArY|device_service/);
});

it('[CTRL4] refuses an address that is none, and keeps the one it has', async () => {
  for (const url of [
    'http://169.254.169.254/onvif',
    'http://10.1.2.3/onvif',
    'rtsp://127.0.0.1/onvif',
    'http://127.0.0.1:6379/',
  ]) {
    const refused = await recorder.control('PATCH', '/control/cameras/wall', { onvif: { url } });
    const problem = (await refused.json()) as Problem;
    expect([refused.status, problem.code, problem.field], url).toEqual([422, 'camera.source-refused', 'onvif.url']);
  }
  expect((await readPresets()).fault).toBeNull();
});

it('[PTZ3] shows the public nothing of a masked camera on its way, calls it no fault, and has a still of its new view', async () => {
  await waitForLive(recorder, 'wall', 2);
  await until('it is live', async () => (await recorder.view('wall')).health.state === 'live');
  const states: string[] = [];
  let isWatching = true;
  const watching = (async () => {
    while (isWatching) states.push((await recorder.view('wall')).health.state);
  })();
  const asked = await goTo('crane');
  expect(asked.status).toBe(200);
  expect(((await asked.json()) as RecorderCameraView).ptz).toMatchObject({ turning: true, preset: null });
  expect(await publicStatus()).toBe(404);
  expect((await recorder.get('/media/wall/gate')).status).toBe(403);
  const second = (await (await goTo('gate')).json()) as Problem;
  expect(second.code).toBe('camera.turning');
  await until('it stands', async () => (await recorder.view('wall')).ptz?.preset === 'crane');
  const stoodMs = Date.now();
  expect(camera.device.orders).toEqual(['crane']);
  await until('it is public again', async () => (await publicStatus()) === 200);
  await until('a still of what it shows now', async () => {
    const still = await recorder.get('/media/wall/stills/latest.jpg', { asControl: true });
    return Date.parse(still.headers.get('last-modified') ?? '') > stoodMs - 5_000;
  });
  isWatching = false;
  await watching;
  expect(states).not.toContain('moved');
  expect(states).not.toContain('obscured');
  expect(await readPresets()).toMatchObject({ at: 'crane' });
});

it('[PTZ4] says why a camera did not move, and stays where it was', async () => {
  const unknown = await goTo('nowhere');
  expect(await unknown.json()).toMatchObject({
    status: 422,
    code: 'camera.not-moved',
    field: 'preset',
    detail: 'no-preset',
  });
  expect((await recorder.view('wall')).ptz).toMatchObject({ turning: false, preset: 'crane' });
  for (const body of [
    {},
    { preset: '' },
    { preset: 'a\nb' },
    { preset: 'x'.repeat(65) },
    { preset: 'gate', more: 1 },
  ]) {
    expect((await recorder.control('POST', '/control/cameras/wall/presets', body)).status).toBe(400);
  }
  await camera.device.close();
  expect(await readPresets()).toEqual({ fault: 'unreachable', presets: [], at: null });
  expect(await (await goTo('gate')).json()).toMatchObject({ code: 'camera.not-moved', detail: 'unreachable' });
  expect(await publicStatus()).toBe(200);
  expect(
    (await (await recorder.control('PATCH', '/control/cameras/wall', { onvif: null })).json()) as unknown,
  ).toMatchObject({ ptz: null });
  expect(await readPresets()).toMatchObject({ fault: 'no-ptz' });
});
