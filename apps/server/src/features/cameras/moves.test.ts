import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LogEvent } from '@sitecast/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage, type TestPage } from '../../app/testing/open-page.ts';
import { readRows } from '../../app/testing/read-database.ts';
import { startTestRecorder, type TestRecorder } from '../../app/testing/start-test-recorder.ts';
import { startTestServer, type TestCaller, type TestServer } from '../../app/testing/start-test-server.ts';
import { startTurningCamera, type TurningCamera } from '../../../../../tests/support/turning-camera.ts';
import { until } from '../../../../../tests/support/until.ts';

let recorder: TestRecorder;
let server: TestServer;
let camera: TurningCamera;
let manager: TestCaller;
let owner: TestCaller;
let page: TestPage;
let managePage: TestPage;

const canary = 'Onvif-cAnArY-91c7';
const live = '/media/wall/live.m3u8';
const masks = '/api/cameras/wall/masks';
const fence: [number, number][][] = [
  [
    [0.1, 0.1],
    [0.4, 0.1],
    [0.4, 0.5],
  ],
];
const ask = (method: string, address: string, as: TestCaller, body?: unknown, headers: Record<string, string> = {}) =>
  server.ask(method, address, { as, headers, ...(body !== undefined && { body }) });
const move = (preset: string, more: object = {}, as = manager, headers: Record<string, string> = {}) =>
  ask('POST', '/api/cameras/wall/move', as, { preset, ...more }, headers);
const readManaged = async () =>
  (await ask('GET', '/api/projects/k-park/cameras', manager)).body.items.find(
    (one: { id: string }) => one.id === 'wall',
  );
const waitForStatus = (address: string, status: number) =>
  expect.poll(async () => (await server.ask('GET', address)).status, { timeout: 60_000 }).toBe(status);
const waitForPreset = (name: string) =>
  expect
    .poll(async () => (await readManaged()).ptz, { timeout: 60_000 })
    .toMatchObject({ turning: false, preset: { name } });
const toState = (event: LogEvent): string[] =>
  event.type === 'camera:changed' ? [event.payload.camera.health.state] : [];
const listMoves = () =>
  readRows(server.dataDirectory, `select actor, detail from audit where action = 'camera.move' order by seq`);

beforeAll(async () => {
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'sitecast-moves-'));
  camera = await startTurningCamera(canary);
  recorder = await startTestRecorder(dataDirectory);
  server = await startTestServer({ SITECAST_DATA: dataDirectory, SITECAST_RECORDER_URL: recorder.url });
  manager = await server.addPerson({ login: 'pm@example.kz', role: 'project-manager', projects: ['k-park'] });
  owner = await server.addPerson({ login: 'owner@example.kz', role: 'owner', projects: ['k-park'] });
  page = await openPage(server.url);
  managePage = await openPage(server.url, manager);
  for (const one of [page, managePage]) await one.watch({ topic: 'project', code: 'k-park', since: 0 });
  const added = await ask('POST', '/api/projects/k-park/cameras', manager, {
    id: 'wall',
    name: { en: 'Wall' },
    source: { kind: 'rtsp', url: camera.sourceUrl },
    onvif: { url: camera.onvifUrl },
    published: true,
  });
  expect(added.status).toBe(201);
  expect(added.body.ptz).toEqual({ host: '127.0.0.1', hasPassword: true, turning: false, preset: null });
  expect((await server.reviewMask('wall', owner, fence)).status).toBe(200);
  await until('the public sees it', async () => (await server.ask('GET', live)).status === 200);
});
afterAll(async () => {
  page?.close();
  managePage?.close();
  await recorder?.stop();
  await server?.close();
  await camera?.close();
});

test('[PTZ2] [PRIV3] a view that nobody reviewed is public no more, and only by somebody who says so', async () => {
  const listed = await ask('GET', '/api/cameras/wall/presets', manager);
  expect(listed.body).toEqual({
    camera: 'wall',
    fault: null,
    at: 'gate',
    takesOff: true,
    presets: [
      // It stands there: what was reviewed is that view.
      { token: 'gate', name: 'Gate', reviewed: true },
      { token: 'crane', name: 'Crane', reviewed: false },
    ],
  });
  const refused = await move('crane');
  expect([refused.status, refused.body.code]).toEqual([409, 'camera.leaves-public']);
  expect(camera.device.orders).toEqual([]);
  expect((await server.ask('GET', live)).status).toBe(200);

  const seen = page.events.length;
  const key = { 'idempotency-key': 'one-move-and-no-second' };
  const moved = await move('crane', { leavesPublic: true }, manager, key);
  expect(moved.status).toBe(200);
  expect(moved.body).toMatchObject({ ptz: { turning: true, preset: null }, mask: { version: null } });
  expect((await server.ask('GET', live)).status).toBe(404);
  expect((await ask('POST', masks, manager, { polygons: [] })).body.code).toBe('camera.turning');
  expect((await move('gate', { leavesPublic: true })).body.code).toBe('camera.turning');
  const again = await move('crane', { leavesPublic: true }, manager, key);
  expect(again.body).toEqual(moved.body);
  await waitForPreset('Crane');
  expect(camera.device.orders).toEqual(['crane']);
  expect(listMoves()).toEqual([
    { actor: expect.any(String), detail: JSON.stringify({ preset: 'crane', name: 'Crane' }) },
  ]);
  await managePage.nextEvent(
    (event) => event.type === 'camera:managed' && event.payload.camera.ptz?.preset?.name === 'Crane',
  );
  const states = page.events.slice(seen).flatMap(toState);
  // What was told of before the move may still be on its way.
  expect(states.slice(states.indexOf('held'))).not.toContain('live');
  expect((await server.ask('GET', live)).status).toBe(404);
});

test('[PTZ3] a mask that was approved for a preset is in force again when the camera is back', async () => {
  expect((await server.reviewMask('wall', owner, [])).status).toBe(200);
  await waitForStatus(live, 200);
  expect((await readManaged()).mask).toMatchObject({ version: 2, areas: 0 });
  const reviewed = (await ask('GET', '/api/cameras/wall/presets', manager)).body.presets;
  expect(reviewed.map((preset: { reviewed: boolean }) => preset.reviewed)).toEqual([true, true]);

  // A proposal that was drawn before the camera was told to move is for another view.
  const proposed = await ask('POST', masks, manager, { polygons: [] });
  expect((await move('gate')).status).toBe(200);
  expect((await server.ask('GET', live)).status).toBe(404);
  await waitForPreset('Gate');
  expect((await readManaged()).mask).toEqual({ version: 1, areas: 1, proposed: null });
  await waitForStatus(live, 200);
  const late = await ask('POST', `${masks}/${proposed.body.proposed.version}/approve`, owner, { earlier: false });
  expect([late.status, late.body.code]).toEqual([409, 'mask.decided']);
  expect(page.events.flatMap(toState)).not.toContain('moved');
});

test('[PTZ4] a camera that did not move keeps what was reviewed, and says why', async () => {
  const unknown = await move('nowhere', { leavesPublic: true });
  expect(unknown.body).toMatchObject({ status: 422, code: 'camera.not-moved', field: 'preset', detail: 'no-preset' });
  const bad = await move('', { leavesPublic: 1 });
  expect([bad.status, bad.body.field]).toEqual([400, 'preset']);
  await camera.device.close();
  expect((await ask('GET', '/api/cameras/wall/presets', manager)).body).toMatchObject({
    fault: 'unreachable',
    presets: [],
  });
  expect((await move('crane', { leavesPublic: true })).body).toMatchObject({
    code: 'camera.not-moved',
    detail: 'unreachable',
  });
  expect((await readManaged()).mask).toMatchObject({ version: 1, areas: 1 });
  expect((await server.ask('GET', live)).status).toBe(200);
});

test('[PTZ1] [CTRL2] [AUD2] neither address nor password of the orders comes back, and the public learns nothing of them', async () => {
  const refused = await ask('PATCH', '/api/cameras/wall', manager, {
    onvif: { url: `http://x:${canary}@169.254.169.254/onvif` },
    expectedVersion: (await readManaged()).version,
  });
  expect([refused.status, refused.body.code, refused.body.field]).toEqual([422, 'camera.source-refused', 'onvif.url']);
  const rows = readRows(server.dataDirectory, 'select detail from audit');
  const events = readRows(server.dataDirectory, 'select payload from event');
  const said = JSON.stringify([rows, events, managePage.events, refused.body, await readManaged()]) + server.logged();
  expect(said).not.toMatch(/cAnArY|device_service/);
  expect(JSON.stringify(page.events)).not.toMatch(/"ptz"|Crane/);
  for (const as of [owner, {}]) {
    const denied = [await ask('GET', '/api/cameras/wall/presets', as), await move('gate', {}, as)];
    for (const answer of denied) expect(['permission.denied', 'session.required']).toContain(answer.body.code);
  }
  const gone = await ask('PATCH', '/api/cameras/wall', manager, {
    onvif: null,
    expectedVersion: (await readManaged()).version,
  });
  expect(gone.body.ptz).toBeNull();
  expect(readRows(server.dataDirectory, 'select * from camera_preset_mask')).toEqual([]);
});
