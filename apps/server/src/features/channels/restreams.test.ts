import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RestreamView } from '@sitecast/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestRecorder, type TestRecorder } from '../../app/testing/start-test-recorder.ts';
import { startTestServer, type TestCaller, type TestServer } from '../../app/testing/start-test-server.ts';

let recorder: TestRecorder;
let server: TestServer;
let manager: TestCaller;

const key = 'canary-restream-key';
const restreams = '/api/projects/k-park/restreams';
const partner = {
  id: 'partner',
  camera: 'gate-1',
  name: 'A partner’s channel',
  target: { url: 'rtmp://127.0.0.1:19350/live', key },
};
const list = async (): Promise<RestreamView[]> =>
  (await server.ask('GET', restreams, { as: manager })).body.items as RestreamView[];

beforeAll(async () => {
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'sitecast-restreams-'));
  recorder = await startTestRecorder(dataDirectory);
  server = await startTestServer({ SITECAST_DATA: dataDirectory, SITECAST_RECORDER_URL: recorder.url });
  manager = await server.addPerson({ login: 'pm@example.kz', role: 'project-manager', projects: ['k-park'] });
  const camera = { id: 'gate-1', name: { en: 'Gate' }, source: { kind: 'rtmp', key: 'k'.repeat(16) }, published: true };
  expect((await server.ask('POST', '/api/projects/k-park/cameras', { as: manager, body: camera })).status).toBe(201);
});
afterAll(async () => {
  await server.close();
  await recorder.stop();
});

test('[CTRL2] keeps a destination whose key nobody is told again', async () => {
  const added = await server.ask('POST', restreams, { as: manager, body: partner });
  expect(added.status).toBe(201);
  expect(added.body).toMatchObject({ id: 'partner', host: '127.0.0.1', enabled: false, state: 'off', version: 1 });
  expect(JSON.stringify([added.body, await list()])).not.toContain(key);
  expect((await server.ask('POST', restreams, { as: manager, body: partner })).status).toBe(409);
});

test('[ERR2] names what is wrong with one, and keeps none of it', async () => {
  const refused = async (body: unknown) => (await server.ask('POST', restreams, { as: manager, body })).status;
  expect(await refused({ ...partner, id: 'b', camera: 'gate-9' })).toBe(404);
  expect(await refused({ ...partner, id: 'b', target: { url: 'http://127.0.0.1/live', key } })).toBe(422);
  expect(await refused({ ...partner, id: 'b', target: { url: 'rtmp://169.254.169.254/live', key } })).toBe(422);
  expect(await refused({ ...partner, id: 'b', target: { url: partner.target.url, key: '' } })).toBe(400);
  expect((await list()).map(({ id }) => id)).toEqual(['partner']);
});

test('[IDEM4] starts, renames and stops it at the version the manager saw', async () => {
  const change = (body: unknown) => server.ask('PATCH', '/api/restreams/partner', { as: manager, body });
  const started = await change({ enabled: true, expectedVersion: 1 });
  // The camera sends nothing yet, so there is nothing to show.
  expect(started.body).toMatchObject({ enabled: true, version: 2 });
  expect((await change({ enabled: false, expectedVersion: 1 })).status).toBe(409);
  expect((await change({ name: 'Another name', expectedVersion: 2 })).body).toMatchObject({ name: 'Another name' });
  expect((await change({ enabled: false, expectedVersion: 3 })).body).toMatchObject({ enabled: false, state: 'off' });
});

test('[AUD1] is there for the managers of the project alone', async () => {
  const foreign = await server.addPerson({
    login: 'other@example.kz',
    role: 'project-manager',
    projects: ['golden-tower'],
  });
  const investor = await server.addPerson({ login: 'inv@example.kz', role: 'investor', projects: ['k-park'] });
  for (const as of [foreign, investor, undefined]) {
    const options = as ? { as } : {};
    expect((await server.ask('GET', restreams, options)).status).toBeGreaterThanOrEqual(401);
    const change = await server.ask('PATCH', '/api/restreams/partner', {
      ...options,
      body: { enabled: true, expectedVersion: 4 },
    });
    expect([401, 403, 404]).toContain(change.status);
  }
  expect((await list())[0]).toMatchObject({ enabled: false, version: 4 });
});

test('forgets a destination with its key', async () => {
  expect((await server.ask('DELETE', '/api/restreams/partner', { as: manager })).status).toBe(204);
  expect(await list()).toEqual([]);
  expect((await server.ask('DELETE', '/api/restreams/partner', { as: manager })).status).toBe(404);
  // The same name may come back.
  expect((await server.ask('POST', restreams, { as: manager, body: partner })).body).toMatchObject({ version: 6 });
});
