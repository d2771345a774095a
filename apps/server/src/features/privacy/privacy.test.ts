import { execFile } from 'node:child_process';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { LogEvent } from '@sitecast/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage, type TestPage } from '../../app/testing/open-page.ts';
import { openForWriting, readRows } from '../../app/testing/read-database.ts';
import { startTestRecorder, type TestRecorder } from '../../app/testing/start-test-recorder.ts';
import { startTestServer, type TestCaller, type TestServer } from '../../app/testing/start-test-server.ts';

let recorder: TestRecorder;
let server: TestServer;
let manager: TestCaller;
let owner: TestCaller;
let verifier: TestCaller;
let page: TestPage;

const canary = 'canary-reason-of-the-curtain';
const live = '/media/gate-1/live.m3u8';
const masks = '/api/cameras/gate-1/masks';
const square: [number, number][] = [
  [0.1, 0.1],
  [0.4, 0.1],
  [0.4, 0.5],
];
const ask = (method: string, address: string, as: TestCaller, body?: unknown) =>
  server.ask(method, address, { as, ...(body !== undefined && { body }) });
const close = (as: TestCaller, scope: string, code: string) =>
  ask('POST', '/api/curtains', as, { scope, code, reason: `an accident: ${canary}` });
const lift = (as: TestCaller, id: string) => ask('POST', `/api/curtains/${id}/lift`, as, { reason: 'all is well' });
const isHeld = (event: LogEvent): boolean =>
  event.type === 'camera:changed' &&
  event.payload.camera.id === 'gate-1' &&
  event.payload.camera.health.state === 'held';
const isLive = (event: LogEvent): boolean =>
  event.type === 'camera:changed' &&
  event.payload.camera.id === 'gate-1' &&
  event.payload.camera.health.state === 'live';
const waitForStatus = (address: string, status: number, as: TestCaller = {}) =>
  expect.poll(async () => (await server.ask('GET', address, { as })).status, { timeout: 60_000 }).toBe(status);

beforeAll(async () => {
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'sitecast-privacy-'));
  const importFolder = path.join(dataDirectory, 'recorder', 'import');
  await mkdir(importFolder, { recursive: true });
  const draw = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25', '-t', '60', '-pix_fmt', 'yuv420p'];
  const clip = path.join(importFolder, 'clip.mp4');
  await promisify(execFile)('ffmpeg', [...draw, '-c:v', 'libx264', '-g', '25', '-y', clip]);
  recorder = await startTestRecorder(dataDirectory);
  server = await startTestServer({ SITECAST_DATA: dataDirectory, SITECAST_RECORDER_URL: recorder.url });
  manager = await server.addPerson({ login: 'pm@example.kz', role: 'project-manager', projects: ['k-park'] });
  owner = await server.addPerson({ login: 'owner@example.kz', role: 'owner', projects: ['k-park'] });
  verifier = await server.addPerson({ login: 'verifier@example.kz', role: 'verifier', projects: ['k-park'] });
  page = await openPage(server.url);
  await page.watch({ topic: 'project', code: 'k-park', since: 0 });
  const source = { kind: 'file', path: 'clip.mp4' };
  const camera = { id: 'gate-1', name: { en: 'Gate' }, source, published: true };
  expect((await ask('POST', '/api/projects/k-park/cameras', manager, camera)).status).toBe(201);
});
afterAll(async () => {
  page?.close();
  await recorder?.stop();
  await server?.close();
});

test('[INV14] [PRIV3] a camera is not public until somebody else than its proposer reviewed its mask', async () => {
  await page.nextEvent(isHeld);
  await waitForStatus('/sealed/gate-1/live.m3u8', 200, manager);
  expect((await server.ask('GET', live)).status).toBe(404);
  expect((await server.ask('GET', '/sealed/gate-1/live.m3u8')).status).toBe(404);

  const proposed = await ask('POST', masks, manager, { polygons: [] });
  expect(proposed.body).toMatchObject({ inForce: null, proposed: { version: 1, state: 'proposed' }, reviewers: 2 });
  const own = await ask('POST', `${masks}/1/approve`, manager, { earlier: true });
  expect([own.status, own.body.code]).toEqual([403, 'approval.same-person']);
  // A token of the machine is no second person while there are people.
  const machine = await ask('POST', `${masks}/1/approve`, server.operator, { earlier: true });
  expect(machine.body.code).toBe('approval.same-person');

  const approved = await ask('POST', `${masks}/1/approve`, owner, { earlier: false, note: 'looked at it' });
  expect(approved.body).toMatchObject({ inForce: { version: 1, alone: false }, proposed: null });
  await waitForStatus(live, 200);
  await page.nextEvent(isLive);
  const again = await ask('POST', `${masks}/1/approve`, owner, { earlier: true });
  expect([again.status, again.body.code]).toEqual([409, 'mask.decided']);
});

test('[INV15] [PRIV4] a curtain is closed by one person at once, recorded behind, and lifted by another', async () => {
  const playlist = (await server.ask('GET', live)).body as string;
  const [segment = ''] = /^\S+\.m4s$/m.exec(playlist) ?? [];
  const known = page.events.length;
  const nameless = await ask('POST', '/api/curtains', manager, { scope: 'project', code: 'k-park' });
  expect([nameless.status, nameless.body.field]).toEqual([400, 'reason']);
  const foreign = await close(manager, 'project', 'iconic-towers');
  expect(foreign.body.code).toBe('project.not-found');
  expect((await close(manager, 'programme', 'alatau-city')).body.code).toBe('permission.denied');

  const closed = await close(manager, 'project', 'k-park');
  expect(closed.status).toBe(201);
  expect(closed.body).toMatchObject({ scope: 'project', cameras: ['gate-1'], lifted: null, mayLift: 'same-person' });
  // When it is answered, the recorder knows.
  for (const address of [live, `/media/gate-1/${segment}`, '/media/gate-1/stills/latest.jpg']) {
    expect((await fetch(recorder.url + address)).status, address).toBe(404);
  }
  await page.nextEvent((event) => page.events.indexOf(event) >= known && isHeld(event));
  const told = JSON.stringify([page.events, (await server.ask('GET', '/api/projects/k-park')).body]);
  expect(told).not.toContain(canary);
  expect((await server.ask('GET', '/sealed/gate-1/live.m3u8', { as: verifier })).status).toBe(200);
  expect((await close(owner, 'project', 'k-park')).body.code).toBe('curtain.closed');

  expect((await lift(manager, closed.body.id)).body.code).toBe('approval.same-person');
  expect((await lift(verifier, closed.body.id)).body.code).toBe('permission.denied');
  const lifted = await lift(owner, closed.body.id);
  expect(lifted.body).toMatchObject({ alone: false, lifted: { by: { role: 'owner' }, reason: 'all is well' } });
  await waitForStatus(live, 200);
  // What was behind it stays there.
  expect((await server.ask('GET', `/media/gate-1/${segment}`)).status).toBe(404);
  expect((await lift(owner, closed.body.id)).body.code).toBe('curtain.lifted');
  const listed = await ask('GET', '/api/curtains', verifier);
  expect(listed.body.items).toMatchObject([{ id: closed.body.id, mayLift: 'not-allowed' }]);
});

test('[PRIV3] what was recorded before a new mask is public only where its reviewer says so', async () => {
  const playlist = (await server.ask('GET', live)).body as string;
  const [segment = ''] = /^\S+\.m4s$/m.exec(playlist) ?? [];
  await ask('POST', masks, manager, { polygons: [square], note: 'the neighbours' });
  expect((await server.ask('GET', `/media/gate-1/${segment}`)).status).toBe(200);
  const approved = await ask('POST', `${masks}/2/approve`, verifier, { earlier: false });
  expect(approved.body.inForce).toMatchObject({ version: 2, polygons: [square] });
  expect((await server.ask('GET', `/media/gate-1/${segment}`)).status).toBe(404);
  await waitForStatus(live, 200);
  const [masked = ''] = /^\S+\.m4s$/m.exec((await server.ask('GET', live)).body) ?? [];
  expect((await server.ask('GET', `/sealed/gate-1/${masked}`, { as: manager })).status).toBe(404);
});

test('[PRIV4] a closed curtain hides what it hides, whatever was closed and lifted since, and is lifted all the same', async () => {
  const closed = await close(manager, 'camera', 'gate-1');
  expect(closed.status).toBe(201);
  const database = openForWriting(server.dataDirectory);
  database.exec(`with recursive n(i) as (select 1 union all select i + 1 from n where i < 600)
    insert into curtain (id, scope, code, project, cameras, hidden_from, closed_by, closed_at, reason, lifted_by,
      lifted_at, lift_reason, alone)
    select 'old-' || i, 'project', 'k-park', 'k-park', cameras, hidden_from, closed_by, closed_at, reason, closed_by,
      closed_at, reason, 0 from curtain, n where id = '${closed.body.id}'`);
  database.close();
  const wider = await close(manager, 'project', 'k-park');
  expect((await lift(owner, wider.body.id)).status).toBe(200);
  const covered = readRows(server.dataDirectory, `select curtain from camera where id = 'gate-1'`);
  expect(covered).toMatchObject([{ curtain: closed.body.id }]);
  expect((await fetch(recorder.url + live)).status).toBe(404);
  const listed = await ask('GET', '/api/curtains', owner);
  expect(listed.body.items[0]).toMatchObject({ id: closed.body.id, lifted: null, mayLift: 'yes' });
  expect(listed.body.items).toHaveLength(50);
  expect((await lift(owner, closed.body.id)).status).toBe(200);
  await waitForStatus(live, 200);
});

test('[PRIV5] the public’s delay is not for those who may see all of the past', async () => {
  const { body } = await ask('GET', '/api/projects/k-park/cameras', manager);
  const { version } = body.items[0];
  const changed = await ask('PATCH', '/api/cameras/gate-1', manager, { delayS: 900, expectedVersion: version });
  expect(changed.body.delayS).toBe(900);
  expect((await server.ask('GET', live)).status).toBe(404);
  await waitForStatus('/undelayed/gate-1/live.m3u8', 200, owner);
  expect((await server.ask('GET', '/undelayed/gate-1/live.m3u8')).status).toBe(404);
});

test('[PRIV4] one person alone may lift what they closed, and it is said', async () => {
  const operator = await server.ask('GET', '/api/curtains', { as: server.operator });
  expect(operator.status).toBe(200);
  // In the whole programme nobody but the machine's operator has the right.
  const closed = await close(server.operator, 'programme', 'alatau-city');
  expect(closed.body).toMatchObject({ project: null, mayLift: 'alone' });
  expect((await lift(server.operator, closed.body.id)).body).toMatchObject({ alone: true });
});
