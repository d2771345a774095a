import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestCaller, type TestServer } from '../app/testing/start-test-server.ts';

let folder: string;
let server: TestServer;
let investor: TestCaller;

/** A handler of the same shape as the dashboard's build, which says what it was handed. */
const handler = `
export const handler = async (request, response) => {
  const reader = request.sitecast;
  const project = await reader.project('k-park');
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({
    protocol: request.headers[process.env.PROTOCOL_HEADER],
    session: reader.session(),
    needsSetup: await reader.needsSetup(),
    programme: (await reader.programme()).code,
    percent: project.progress.percentBp,
    seq: project.seq,
    absent: await reader.project('nowhere'),
    figures: await reader.figures('k-park'),
    managed: await reader.managedCameras('k-park'),
    people: await reader.people(),
    invitation: await reader.invitation('x'.repeat(43)),
  }));
};
`;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sitecast-pages-'));
  const file = path.join(folder, 'handler.mjs');
  await writeFile(file, handler);
  server = await startTestServer({ SITECAST_DASHBOARD_BUILD: file });
  investor = await server.addPerson({ login: 'investor@example.kz', role: 'investor', projects: ['k-park'] });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

test('pages get the read models of their caller and nothing beyond', async () => {
  const visitor = await server.ask('GET', '/', { headers: { 'x-sitecast-protocol': 'ftp' } });
  expect(visitor.body).toMatchObject({
    protocol: 'http',
    session: null,
    needsSetup: true,
    programme: 'alatau-city',
    absent: null,
    figures: null,
    managed: null,
    people: null,
    invitation: null,
  });
  expect(visitor.body.percent).toBeGreaterThan(0);
  const own = await server.ask('GET', '/', { as: investor });
  expect(own.body).toMatchObject({ session: { principal: { role: 'investor' } }, managed: null, people: null });
  expect(own.body.figures.currency).toBe('KZT');
});

test('a visitor’s page is shared for a second, a signed-in one is kept by nobody', async () => {
  const visitor = await server.ask('GET', '/projects/k-park');
  expect(visitor.headers.get('cache-control')).toContain('s-maxage=1');
  expect(visitor.headers.get('vary')).toContain('Cookie');
  const own = await server.ask('GET', '/projects/k-park', { as: investor });
  expect(own.headers.get('cache-control')).toBe('private, no-store');
});

test('[SEQ3] a page that watches from the seq it was rendered at gets exactly what came since', async () => {
  const { openPage } = await import('../app/testing/open-page.ts');
  const { body } = await server.ask('GET', '/');
  const post = { kind: 'news', text: { en: 'after rendering' } };
  const posted = await server.ask('POST', '/api/projects/k-park/notices', { as: server.operator, body: post });
  const page = await openPage(server.url);
  const answer = await page.watch({ topic: 'project', code: 'k-park', since: body.seq });
  page.close();
  expect(answer).toMatchObject({ ok: true, kind: 'events', events: [{ payload: { notice: { id: posted.body.id } } }] });
});

test('without a build the rest serves', async () => {
  const bare = await startTestServer({ SITECAST_DASHBOARD_BUILD: path.join(folder, 'none.js') });
  try {
    expect((await bare.ask('GET', '/')).body.code).toBe('request.not-found');
    expect((await bare.ask('GET', '/api/projects')).status).toBe(200);
  } finally {
    await bare.close();
  }
});

test('compresses what a page or an answer says, and nothing small', async () => {
  const long = await fetch(`${server.url}/api/projects/k-park`, { headers: { 'accept-encoding': 'br' } });
  expect(long.headers.get('content-encoding')).toBe('br');
  expect(long.headers.get('vary')).toContain('Accept-Encoding');
  expect(await long.json()).toMatchObject({ summary: { code: 'k-park' } });
  const plain = await fetch(`${server.url}/api/projects/k-park`, { headers: { 'accept-encoding': 'identity' } });
  expect(plain.headers.get('content-encoding')).toBeNull();
  const small = await fetch(`${server.url}/livez`, { headers: { 'accept-encoding': 'br' } });
  expect(small.headers.get('content-encoding')).toBeNull();
  await Promise.all([plain.arrayBuffer(), small.arrayBuffer()]);
});

test('[ERR1] [ERR5] a page takes no other method', async () => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    const answer = await server.ask(method, '/projects/k-park', { as: server.operator });
    expect([answer.status, answer.body.code], method).toEqual([405, 'request.method']);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  }
});
