import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { CameraView, Pin } from '@sitecast/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../../../../tests/support/until.ts';
import { readRows } from '../../app/testing/read-database.ts';
import { startTestRecorder, type TestRecorder } from '../../app/testing/start-test-recorder.ts';
import { uploadPhoto } from '../../app/testing/upload-photo.ts';
import { startTestServer, type TestCaller, type TestServer } from '../../app/testing/start-test-server.ts';

let recorder: TestRecorder;
let server: TestServer;
let manager: TestCaller;
let investor: TestCaller;
let foreign: TestCaller;
let dataDirectory: string;

const today = (): string => new Date(Date.now() + 5 * 3_600_000).toISOString().slice(0, 10);
const hour = 3_600_000;
const stretch = (agoMs: number, lengthMs: number) => ({
  from: new Date(Date.now() - agoMs).toISOString(),
  to: new Date(Date.now() - agoMs + lengthMs).toISOString(),
});
const addresses = (camera: string) => [
  `/api/cameras/${camera}/archive/days/${today()}`,
  `/api/cameras/${camera}/archive/months/${today().slice(0, 7)}`,
  `/api/cameras/${camera}/coverage?from=${today()}&to=${today()}`,
];
const ask = async (where: string, as: TestCaller = {}) => server.ask('GET', where, { as });

beforeAll(async () => {
  dataDirectory = await mkdtemp(path.join(tmpdir(), 'sitecast-footage-'));
  const importFolder = path.join(dataDirectory, 'recorder', 'import');
  await mkdir(importFolder, { recursive: true });
  const draw = ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25', '-t', '60', '-pix_fmt', 'yuv420p'];
  await promisify(execFile)('ffmpeg', [
    ...draw,
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-g', '25', path.join(importFolder, 'clip.mp4')],
  ]);
  recorder = await startTestRecorder(dataDirectory);
  server = await startTestServer({ SITECAST_DATA: dataDirectory, SITECAST_RECORDER_URL: recorder.url });
  const person = (login: string, role: 'project-manager' | 'investor', project: string) =>
    server.addPerson({ login, role, projects: [project] });
  manager = await person('pm@example.kz', 'project-manager', 'k-park');
  investor = await person('investor@example.kz', 'investor', 'k-park');
  foreign = await person('foreign@example.kz', 'investor', 'iconic-towers');
  for (const id of ['gate-1', 'hidden-1']) {
    const body = { id, name: { en: id }, source: { kind: 'file', path: 'clip.mp4' }, published: id === 'gate-1' };
    expect((await server.ask('POST', '/api/projects/k-park/cameras', { as: manager, body })).status).toBe(201);
  }
  expect((await server.reviewMask('gate-1', manager)).status).toBe(200);
  await until('footage is recorded', async () => {
    const { body } = await ask(addresses('gate-1')[0] ?? '');
    return body.kept?.length > 0 && body.recordedMs > 6_000;
  });
});
afterAll(async () => {
  await recorder?.stop();
  await server?.close();
});

test('a visitor reads days, months and coverage of a camera that is public, and of no other', async () => {
  for (const where of addresses('gate-1')) expect((await ask(where)).status, where).toBe(200);
  for (const where of addresses('hidden-1')) {
    expect((await ask(where)).body.code, where).toBe('camera.not-found');
    expect((await ask(where, foreign)).body.code, where).toBe('camera.not-found');
    expect((await ask(where, manager)).status, where).toBe(200);
  }
  const { body } = await ask(addresses('gate-1')[2] ?? '');
  expect(body.total.workingMs).toBe(
    body.total.recordedMs +
      body.total.offMs +
      Object.values<number>(body.total.outageMs).reduce((sum, ms) => sum + ms, 0),
  );
});

test('the report of the month says what was recorded: by day, by week and as a whole, of public cameras alone', async () => {
  // At any hour of any day at which this test runs.
  const working = { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00', daysOff: [] };
  const rules = '/api/cameras/gate-1/footage-rules';
  const { body: before } = await ask(rules, manager);
  const body = { ...before, working: { ...before.working, ...working } };
  expect((await server.ask('PATCH', rules, { as: manager, body })).status).toBe(200);
  const month = today().slice(0, 7);
  const coverage = await until('it was measured', async () => {
    const report = await ask(`/api/projects/k-park/report?month=${month}`, investor);
    expect(report.status).toBe(200);
    return report.body.coverage?.[0].month.recordedMs > 0 ? report.body.coverage : null;
  });
  expect(coverage.map(({ camera }: { camera: string }) => camera)).toEqual(['gate-1']);
  const [{ month: whole, weeks, days }] = coverage;
  const add = (parts: { coverage: { recordedMs: number; workingMs: number } }[]) => [
    parts.reduce((sum, { coverage: one }) => sum + one.recordedMs, 0),
    parts.reduce((sum, { coverage: one }) => sum + one.workingMs, 0),
  ];
  expect(add(weeks)).toEqual([whole.recordedMs, whole.workingMs]);
  expect(add(days)).toEqual([whole.recordedMs, whole.workingMs]);
  expect(whole.shareBp).toBe(Math.floor((whole.recordedMs * 10_000) / (whole.workingMs - whole.offMs)));
  expect(weeks.some(({ coverage: one }: { coverage: { shareBp: number | null } }) => (one.shareBp ?? 0) > 0)).toBe(
    true,
  );
});

test('the recorder is told on which days the site rests: those of the plan’s calendar', async () => {
  const file = path.join(dataDirectory, 'recorder', 'time-lapse', 'gate-1', 'settings.json');
  const rest = await until('it is told', async () => {
    const text = await readFile(file, 'utf8').catch(() => '');
    return text === '' ? null : (JSON.parse(text) as { rest: { weekdays: number[]; dates: string[] } }).rest;
  });
  expect(rest.weekdays).toEqual([7]);
  for (const day of ['2026-01-05', '2026-12-16', '2027-01-07']) expect(rest.dates).toContain(day);
});

test('[MEDIA9] a pass is issued to whom the footage was granted in that project, and to nobody for a hidden camera', async () => {
  const issue = (camera: string, as: TestCaller) =>
    server.ask('POST', `/api/cameras/${camera}/passes`, { as, body: stretch(hour, hour) });
  expect((await issue('gate-1', {})).body.code).toBe('session.required');
  expect((await issue('gate-1', foreign)).body.code).toBe('permission.denied');
  expect((await issue('hidden-1', manager)).body.code).toBe('media.held');
  const pass = await issue('gate-1', investor);
  expect(pass.status).toBe(201);
  const { from, to } = stretch(hour, hour);
  const replay = await fetch(`${server.url}${pass.body.base}replay.m3u8?from=${from}&to=${to}`);
  expect(replay.status).toBe(200);
  expect(await replay.text()).toContain('#EXT-X-ENDLIST');
});

test('a clip is cut for a visitor within ten minutes, and is gone with the camera that is hidden', async () => {
  const order = (body: unknown, as: TestCaller = {}) => server.ask('POST', '/api/cameras/gate-1/clips', { as, body });
  expect((await order(stretch(hour, hour / 2))).body.code).toBe('clip.too-long');
  expect((await order({ from: 'yesterday', to: 'today' })).body.code).toBe('request.invalid');
  const ordered = await order(stretch(60_000, 60_000));
  expect(ordered.status).toBe(201);
  const ready = await until('the clip is ready', async () => {
    const { body } = await ask(`/api/clips/${ordered.body.id}`);
    return body.state === 'ready' ? body : null;
  });
  const file = await fetch(server.url + ready.url);
  expect(file.headers.get('content-disposition')).toContain('attachment');
  expect((await file.arrayBuffer()).byteLength).toBe(ready.lengthBytes);

  const { body: managed } = await ask('/api/projects/k-park/cameras', manager);
  const camera = managed.items.find(({ id }: { id: string }) => id === 'gate-1');
  const change = (body: unknown) => server.ask('PATCH', '/api/cameras/gate-1', { as: manager, body });
  const held = await change({ published: false, expectedVersion: camera.version });
  expect(held.status).toBe(200);
  expect((await ask(`/api/clips/${ordered.body.id}`)).body.code).toBe('clip.not-found');
  expect((await fetch(server.url + ready.url)).status).toBe(404);
  expect((await order(stretch(60_000, 60_000))).body.code).toBe('camera.not-found');
  expect((await change({ published: true, expectedVersion: held.body.version })).status).toBe(200);
});

test('a reached milestone pins its moment on every camera of the project, and its page shows what they saw', async () => {
  await until('every reached milestone is pinned on both cameras', () => {
    const pins = readRows(dataDirectory, 'select camera, ref from footage_pin');
    return pins.some(({ ref }) => ref === 'M01') && new Set(pins.map(({ camera }) => camera)).size >= 2;
  });
  const moment = await ask('/api/projects/k-park/milestones/M01/moment');
  expect(moment.status).toBe(200);
  expect(moment.body).toMatchObject({ basis: 'day', at: '2025-09-12T07:00:00.000Z' });
  expect(moment.body.sights.map(({ camera }: { camera: string }) => camera)).not.toContain('hidden-1');
  expect((await ask('/api/projects/k-park/milestones/M13/moment')).body.code).toBe('milestone.not-found');
});

test('what the cameras saw beside a published photo is kept whatever the rules, and opened to nobody by that', async () => {
  const takenAt = new Date(Date.now() - 30 * 60_000).toISOString();
  const photo = await uploadPhoto(server, manager, takenAt);
  const readPins = async (camera: string) => {
    const file = path.join(dataDirectory, 'recorder', 'archive', camera, 'pins.json');
    return (JSON.parse(await readFile(file, 'utf8').catch(() => '[]')) as Pin[]).filter(({ ref }) => ref === photo);
  };
  // It waits with its post; nobody saw it yet.
  expect(await readPins('gate-1')).toEqual([]);
  const actual = new Date(Date.now() + 5 * 3_600_000 - 86_400_000).toISOString().slice(0, 10);
  const body = { title: { en: 'A delivery' }, kind: 'public', actual, evidence: [photo] };
  const posted = await server.ask('POST', '/api/projects/k-park/milestones', { as: manager, body });
  expect(posted.status).toBe(201);
  for (const camera of ['gate-1', 'hidden-1']) {
    const [pin] = await until(`${camera} keeps it`, async () => {
      const pins = await readPins(camera);
      return pins.length > 0 && pins;
    });
    expect(pin).toEqual({
      from: new Date(Date.parse(takenAt) - 60_000).toISOString(),
      to: new Date(Date.parse(takenAt) + 60_000).toISOString(),
      ...{ reason: 'evidence', ref: photo, isPublic: false },
    });
  }
});

test('the rules of an archive are changed by managers, told to the recorder, and refused whole where one is wrong', async () => {
  const where = '/api/cameras/gate-1/footage-rules';
  const before = await ask(where, manager);
  expect(before.body).toMatchObject({ publicMinutes: 60, stillDays: 14 });
  expect((await ask(where)).body.code).toBe('session.required');
  const wrong = await server.ask('PATCH', where, { as: manager, body: { publicMinutes: -1 } });
  expect(wrong.body).toMatchObject({ code: 'request.invalid', field: 'publicMinutes' });
  const changed = await server.ask('PATCH', where, { as: manager, body: { ...before.body, publicMinutes: 15 } });
  expect(changed.body.publicMinutes).toBe(15);
  await until('the recorder has them', async () => {
    const { body } = await ask(addresses('gate-1')[0] ?? '');
    return Date.now() - Date.parse(body.publicFrom) < 20 * 60_000;
  });
  // Every page that is open hears how far back its bar leads now.
  const told = () =>
    readRows(dataDirectory, "select payload from event where type = 'camera:changed' and audience = 'public'")
      .map(({ payload }) => (JSON.parse(String(payload)) as { camera: CameraView }).camera)
      .findLast(({ id }) => id === 'gate-1')?.publicMinutes;
  await until('the pages have them', () => told() === 15);
});

test('a camera that was added can have films soon: where it stands and how it is called is told at once', async () => {
  const id = 'gate-2';
  const body = { id, name: { en: id }, source: { kind: 'file', path: 'clip.mp4' } };
  expect((await server.ask('POST', '/api/projects/k-park/cameras', { as: manager, body })).status).toBe(201);
  const file = path.join(dataDirectory, 'recorder', 'time-lapse', id, 'settings.json');
  // The next round of what is told anyway comes after a minute.
  const told = await until('it is told', () => readFile(file, 'utf8').catch(() => null), 40_000);
  expect(JSON.parse(told)).toMatchObject({ place: { zone: 'Asia/Almaty' } });
});
