import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { CameraState, LogEvent } from '@sitecast/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage, type TestPage } from '../../app/testing/open-page.ts';
import { startTestRecorder, type TestRecorder } from '../../app/testing/start-test-recorder.ts';
import { startTestServer, type TestCaller, type TestServer } from '../../app/testing/start-test-server.ts';
import { until } from '../../../../../tests/support/until.ts';

let recorder: TestRecorder;
let server: TestServer;
let manager: TestCaller;
let publicPage: TestPage;
let managePage: TestPage;

const canary = 'Canary-Passw0rd-17';
const reason = 'canary-reason-18';
const cameras = '/api/projects/k-park/cameras';
const camera = {
  id: 'gate-1',
  name: { en: 'Gate', ru: 'Ворота' },
  source: { kind: 'file', path: 'clip.mp4' },
  published: true,
};
const add = (body: unknown, as = manager) => server.ask('POST', cameras, { as, body });
const change = (id: string, body: unknown, as = manager) => server.ask('PATCH', `/api/cameras/${id}`, { as, body });
const readVersion = async (id: string): Promise<number> => {
  const { body } = await server.ask('GET', cameras, { as: manager });
  return (body.items as { id: string; version: number }[]).find((item) => item.id === id)?.version ?? -1;
};
const hasState = (id: string, state: CameraState) => (event: LogEvent) =>
  event.type === 'camera:changed' && event.payload.camera.id === id && event.payload.camera.health.state === state;

beforeAll(async () => {
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'sitecast-cameras-'));
  const importFolder = path.join(dataDirectory, 'recorder', 'import');
  await mkdir(importFolder, { recursive: true });
  const draw = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25', '-t', '60', '-pix_fmt', 'yuv420p'];
  await promisify(execFile)('ffmpeg', [
    ...draw,
    '-c:v',
    'libx264',
    '-g',
    '50',
    '-y',
    path.join(importFolder, 'clip.mp4'),
  ]);
  recorder = await startTestRecorder(dataDirectory);
  server = await startTestServer({ SITECAST_DATA: dataDirectory, SITECAST_RECORDER_URL: recorder.url });
  manager = await server.addPerson({ login: 'pm@example.kz', role: 'project-manager', projects: ['k-park'] });
  publicPage = await openPage(server.url);
  managePage = await openPage(server.url, manager);
  for (const page of [publicPage, managePage]) await page.watch({ topic: 'project', code: 'k-park', since: 0 });
});
afterAll(async () => {
  publicPage?.close();
  managePage?.close();
  await recorder?.stop();
  await server?.close();
});

test('[LIVE3] an added camera is live on every open page, and its footage plays through the server', async () => {
  const added = await add(camera);
  expect(added.status).toBe(201);
  expect(added.body).toMatchObject({ id: 'gate-1', version: 1, published: true, provenance: { kind: 'sample' } });
  expect((await server.reviewMask('gate-1', manager)).status).toBe(200);
  await publicPage.nextEvent(hasState('gate-1', 'live'));
  // The address comes with the first segment, not before: nothing answers 404 behind it (CTRL5).
  await publicPage.nextEvent(
    (event) => event.type === 'camera:changed' && event.payload.camera.playlistUrl === '/media/gate-1/live.m3u8',
  );
  await managePage.nextEvent(
    (event) => event.type === 'camera:managed' && event.payload.camera.health.state === 'live',
  );
  expect(publicPage.events.filter((event) => event.type === 'camera:managed')).toEqual([]);

  const listed = await server.ask('GET', '/api/cameras');
  const view = listed.body.items.find((item: { id: string }) => item.id === 'gate-1');
  expect(view).toMatchObject({ playlistUrl: '/media/gate-1/live.m3u8', health: { state: 'live' } });
  // The newest frame is known though no state changes, and nobody is told of each one.
  const readFrameAt = async (): Promise<string> => {
    const { items } = (await server.ask('GET', '/api/cameras')).body;
    return items.find((item: { id: string }) => item.id === 'gate-1').health.lastFrameAt;
  };
  const firstAt = await readFrameAt();
  await until('a newer frame', async () => (await readFrameAt()) > firstAt);
  const playlist = await server.ask('GET', view.playlistUrl);
  expect(playlist.status).toBe(200);
  expect(playlist.headers.get('cache-control')).toBe('public, max-age=1, stale-while-revalidate=2');
  const segment = await fetch(new URL(/^\S+\.m4s$/m.exec(playlist.body)?.[0] ?? '', `${server.url}/media/gate-1/`));
  expect(segment.headers.get('cache-control')).toContain('immutable');
  expect((await segment.arrayBuffer()).byteLength).toBeGreaterThan(1_000);
});

test('[LADDER1] a manager asks for smaller renditions of a camera, and the recorder offers them', async () => {
  const list = async (): Promise<number> => (await server.ask('GET', '/media/gate-1/adaptive.m3u8')).status;
  expect(await list()).toBe(404);
  const version = await readVersion('gate-1');
  const ask = (ladder: boolean, expectedVersion: number) => change('gate-1', { ladder, expectedVersion });
  expect((await ask(true, version)).body).toMatchObject({ ladder: true, version: version + 1 });
  expect(await list()).toBe(200);
  expect((await ask(false, version + 1)).body).toMatchObject({ ladder: false });
  expect(await list()).toBe(404);
});

test('[LADDER7] a manager limits what an audience gets of a camera, everyone is told, and the recorder holds to it', async () => {
  const all = { day: 'full', night: 'full' };
  const limits = { public: { day: 'stills', night: 'stills' }, embed: all, display: all, investor: all };
  const dial = { zone: 'Asia/Almaty', nightFrom: '22:00', nightTo: '06:00', ...limits };
  const bad = await change('gate-1', {
    dial: { ...dial, nightFrom: '7' },
    expectedVersion: await readVersion('gate-1'),
  });
  expect([bad.status, bad.body.field]).toEqual([400, 'dial.nightFrom']);
  const limited = await change('gate-1', { dial, expectedVersion: await readVersion('gate-1') });
  expect(limited.body.dial).toEqual(dial);
  const { body } = await server.ask('GET', '/api/cameras');
  expect((body.items as { id: string; dial: unknown }[]).find(({ id }) => id === 'gate-1')?.dial).toEqual(dial);
  expect((await server.ask('GET', '/media/gate-1/live.m3u8')).status).toBe(404);
  expect((await server.ask('GET', '/media/gate-1/for/embed/live.m3u8')).status).toBe(200);
  const freed = await change('gate-1', { dial: null, expectedVersion: await readVersion('gate-1') });
  expect(freed.body.dial).toBeNull();
  expect((await server.ask('GET', '/media/gate-1/live.m3u8')).status).toBe(200);
});

test('[MEDIA4] an unpublished and a held camera are not there for the public, by any door, at once', async () => {
  const path = '/media/gate-1/live.m3u8';
  await change('gate-1', { published: false, expectedVersion: await readVersion('gate-1') });
  await publicPage.nextEvent((event) => event.type === 'camera:removed' && event.payload.id === 'gate-1');
  const hidden = await server.ask('GET', path);
  expect([hidden.status, hidden.body.code, hidden.headers.get('cache-control')]).toEqual([
    404,
    'media.not-found',
    'no-store',
  ]);
  expect((await server.ask('GET', path, { as: server.operator })).headers.get('cache-control')).toBe(
    'private, no-store',
  );
  expect((await fetch(recorder.url + path)).status).toBe(404);
  expect((await server.ask('GET', '/api/cameras')).body.items.map((item: { id: string }) => item.id)).not.toContain(
    'gate-1',
  );

  await change('gate-1', {
    published: true,
    heldReason: `an accident of ${reason}`,
    expectedVersion: await readVersion('gate-1'),
  });
  await publicPage.nextEvent(hasState('gate-1', 'held'));
  const held = (await server.ask('GET', '/api/cameras')).body.items.find(
    (item: { id: string }) => item.id === 'gate-1',
  );
  expect(held).toMatchObject({ playlistUrl: null, stillUrl: null, health: { state: 'held', lastFrameAt: null } });
  expect(JSON.stringify([held, publicPage.events])).not.toContain(reason);
  expect((await server.ask('GET', path)).status).toBe(404);

  await change('gate-1', { heldReason: null, expectedVersion: await readVersion('gate-1') });
  expect((await server.ask('GET', path)).status).toBe(200);
});

test('[CTRL2] a source goes in and never comes out', async () => {
  const url = `rtsp://admin:${canary}@127.0.0.1:8554/stream`;
  const added = await add({ ...camera, id: 'secret-1', source: { kind: 'rtsp', url }, published: false });
  expect(added.status).toBe(201);
  expect(added.body.source).toMatchObject({ kind: 'rtsp', host: '127.0.0.1', hasPassword: true });
  const doors = ['/api/cameras', cameras, '/status', '/metrics', '/api/projects/k-park'];
  const texts = await Promise.all(
    doors.map(async (door) => JSON.stringify((await server.ask('GET', door, { as: server.operator })).body)),
  );
  texts.push(JSON.stringify([publicPage.events, managePage.events]), server.logged());
  for (const name of await readdir(path.join(server.dataDirectory, 'server'))) {
    const file = path.join(server.dataDirectory, 'server', name);
    texts.push(await readFile(file, 'latin1').catch(() => ''));
  }
  for (const text of texts) expect(text).not.toContain(canary);
});

test('[CTRL4] a source of a refused form or host is 422 with the reason, and nothing is kept', async () => {
  const refused = [
    'rtsp://169.254.169.254/latest',
    'concat:/etc/passwd|x',
    'http://10.0.0.1/x',
    'rtsp://[::ffff:10.0.0.1]/',
  ];
  for (const url of refused) {
    const answer = await add({ ...camera, id: 'refused-1', source: { kind: 'rtsp', url } });
    expect([answer.status, answer.body.code], url).toEqual([422, 'camera.source-refused']);
  }
  expect(await readVersion('refused-1')).toBe(-1);
});

test('[IDEM5] a change on an older version is 409 with what stands there; a taken id is refused', async () => {
  const version = await readVersion('gate-1');
  const answer = await change('gate-1', { name: { en: 'Other' }, expectedVersion: version - 1 });
  expect([answer.status, answer.body.code, answer.body.current.version]).toEqual([409, 'progress.conflict', version]);
  expect((await add(camera)).body.code).toBe('camera.exists');
  const stranger = await server.addPerson({
    login: 'pm2@example.kz',
    role: 'project-manager',
    projects: ['iconic-towers'],
  });
  const foreign = await change('gate-1', { published: false, expectedVersion: version }, stranger);
  const absent = await change('no-such', { published: false, expectedVersion: version }, stranger);
  expect([foreign.status, foreign.body.code]).toEqual([absent.status, absent.body.code]);
  expect((await server.ask('GET', '/media/secret-1/live.m3u8', { as: stranger })).status).toBe(404);
});

test('a viewer who leaves ends the request behind it; bearer tokens of viewers do not pass', async () => {
  const headers = await server.ask('GET', '/media/gate-1/live.m3u8', { headers: { range: 'bytes=0-9' } });
  expect([200, 206]).toContain(headers.status);
  await new Promise<void>((resolve, reject) => {
    const request = http.get(`${server.url}/media/gate-1/live.m3u8`, (response) => {
      response.once('data', () => request.destroy());
      response.once('close', resolve);
    });
    request.once('error', reject);
  });
  expect((await server.ask('GET', '/media/gate-1/live.m3u8')).status).toBe(200);
});

test('[CTRL3] without a beat every state becomes unknown, and comes back by itself', async () => {
  const port = Number(new URL(recorder.url).port);
  expect((await server.ask('GET', '/readyz')).status).toBe(200);
  await recorder.stop('SIGKILL');
  await publicPage.nextEvent(hasState('gate-1', 'unknown'));
  expect((await server.ask('GET', '/readyz')).body.faults).toHaveProperty('recorder');
  const away = await server.ask('GET', '/media/gate-1/live.m3u8');
  expect([away.status, away.body.code]).toEqual([503, 'recorder.unreachable']);
  expect((await add({ ...camera, id: 'late-1' })).body.code).toBe('recorder.unreachable');

  // Held while the recorder is away: it hears of it when it is back.
  await change('gate-1', { heldReason: 'away', expectedVersion: await readVersion('gate-1') });
  const known = publicPage.events.length;
  recorder = await startTestRecorder(server.dataDirectory, port);
  await publicPage.nextEvent((event) => publicPage.events.indexOf(event) >= known && hasState('gate-1', 'held')(event));
  await managePage.nextEvent(
    (event) =>
      event.type === 'camera:managed' &&
      event.payload.camera.heldReason === 'away' &&
      event.payload.camera.health.state !== 'unknown',
  );
  await expect
    .poll(async () => (await fetch(`${recorder.url}/media/gate-1/live.m3u8`)).status, { timeout: 60_000 })
    .toBe(404);
});

test('a removed camera is gone for everyone, and its id stays with its project', async () => {
  const known = managePage.events.length;
  expect((await server.ask('DELETE', '/api/cameras/gate-1', { as: manager })).status).toBe(204);
  await managePage.nextEvent((event) => managePage.events.indexOf(event) >= known && event.type === 'camera:removed');
  expect((await server.ask('GET', '/media/gate-1/live.m3u8', { as: manager })).status).toBe(404);
  const elsewhere = await server.ask('POST', '/api/projects/iconic-towers/cameras', {
    as: server.operator,
    body: camera,
  });
  expect(elsewhere.body.code).toBe('camera.exists');
  expect((await add(camera)).body).toMatchObject({ id: 'gate-1', heldReason: null });
});
