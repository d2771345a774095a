import http from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestCaller, type TestServer } from '../app/testing/start-test-server.ts';

let server: TestServer;
let admin: TestCaller;
const notices = '/api/projects/k-park/notices';
const notice = { kind: 'news', text: { en: 'Hello' } };

beforeAll(async () => {
  server = await startTestServer();
  admin = await server.setUp();
});
afterAll(() => server.close());

/** A request with headers `fetch` would not send. */
function askRaw(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = http.request(server.url, { method, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

test('an unsafe request with a session but from no page of ours is refused, whatever its content type', async () => {
  const count = async () => (await server.ask('GET', '/api/projects/k-park')).body.notices.length;
  const before = await count();
  for (const origin of ['http://evil.example', 'null', `${server.url}.evil.example`, 'http://localhost:1', '']) {
    for (const type of [
      'application/json',
      'text/plain',
      'application/x-www-form-urlencoded',
      'Text/Plain; charset=utf-8',
    ]) {
      const answer = await server.ask('POST', notices, {
        as: admin,
        body: notice,
        headers: { origin, 'content-type': type },
      });
      expect([answer.status, answer.body.code], `${origin} ${type}`).toEqual([403, 'request.origin']);
    }
  }
  const crossSite = await server.ask('POST', notices, {
    as: admin,
    body: notice,
    headers: { 'sec-fetch-site': 'cross-site' },
  });
  expect(crossSite.body.code).toBe('request.origin');
  expect(await count()).toBe(before);
  expect((await server.ask('POST', notices, { as: admin, body: notice })).status).toBe(201);
});

test('an unknown Host is 421, on pages and REST alike; probes are answered', async () => {
  for (const path of ['/', '/api/cameras', '/media/x/live.m3u8']) {
    const answer = await askRaw('GET', path, { host: 'evil.example' });
    expect([answer.status, JSON.parse(answer.text).code], path).toEqual([421, 'request.host']);
    expect(JSON.parse(answer.text).field).toBe('host');
  }
  expect((await askRaw('GET', '/livez', { host: 'evil.example' })).status).toBe(200);
});

test('[ERR5] probes and documents take no parameter and no other method', async () => {
  for (const path of [
    '/livez',
    '/readyz',
    '/metrics',
    '/status',
    '/api/openapi.json',
    '/api/docs',
    '/api/docs/start.js',
  ]) {
    // Without a recorder the server is not ready, and says so.
    expect((await server.ask('GET', path)).status, path).toBe(path === '/readyz' ? 503 : 200);
    expect((await server.ask('GET', `${path}?x=1`)).body, path).toMatchObject({ code: 'request.invalid', field: 'x' });
    for (const method of ['POST', 'DELETE', 'OPTIONS']) {
      const answer = await server.ask(method, path, { as: server.operator });
      expect([answer.status, answer.body.code], `${method} ${path}`).toEqual([405, 'request.method']);
    }
  }
});

test('[ERR1] [ERR2] bad bodies are named field by field and change nothing', async () => {
  const cases: [unknown, string][] = [
    [{ kind: 'news' }, 'text'],
    [{ ...notice, kind: 'rumour' }, 'kind'],
    [{ ...notice, text: { ru: 'x' } }, 'text'],
    [{ ...notice, role: 'administrator' }, 'role'],
    [{ ...notice, text: { en: 'a\u0000b' } }, 'text.en'],
    [[], 'body'],
  ];
  for (const [body, field] of cases) {
    const answer = await server.ask('POST', notices, { as: admin, body });
    expect(answer.status, JSON.stringify(body)).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ code: 'request.invalid', field, type: '/problems/request.invalid' });
    expect(answer.body.fields.length).toBeGreaterThan(0);
  }
});

test('[ERR1] [ERR2] bodies that are too large, too deep, compressed, or no JSON get their own code, and are named', async () => {
  const send = (headers: Record<string, string>, body: string) =>
    askRaw(
      'POST',
      notices,
      { origin: server.url, cookie: admin.cookie ?? '', 'idempotency-key': 'k'.repeat(20), ...headers },
      body,
    );
  const codeOf = async (headers: Record<string, string>, body: string) => {
    const answer = await send(headers, body);
    const { code, field } = JSON.parse(answer.text) as { code: string; field: string };
    return [answer.status, code, field];
  };
  const json = { 'content-type': 'application/json' };
  expect(await codeOf(json, '{"a":')).toEqual([400, 'request.unparsable', 'body']);
  expect(await codeOf(json, `"${'x'.repeat(70_000)}"`)).toEqual([413, 'request.too-large', 'body']);
  expect(await codeOf(json, `${'['.repeat(10_000)}${']'.repeat(10_000)}`)).toEqual([400, 'request.invalid', 'body']);
  expect(await codeOf({ 'content-type': 'text/plain' }, 'x')).toEqual([415, 'request.media-type', 'content-type']);
  const packed = await codeOf({ ...json, 'content-encoding': 'gzip' }, 'x');
  expect(packed).toEqual([415, 'request.media-type', 'content-encoding']);
  expect(await codeOf({ 'content-type': 'application/json; charset=utf-16' }, 'x')).toEqual([
    415,
    'request.media-type',
    'content-type',
  ]);
});

test('[ERR5] unknown queries, methods and addresses are refused', async () => {
  const codeOf = async (method: string, path: string) => (await server.ask(method, path)).body.code;
  const fieldOf = async (method: string, path: string) => (await server.ask(method, path)).body.field;
  expect(await codeOf('GET', '/api/projects?limit=1')).toBe('request.invalid');
  expect(await codeOf('GET', '/api/projects?a=1&a=2')).toBe('request.invalid');
  expect(await codeOf('GET', '/api/projects?__proto__=1')).toBe('request.invalid');
  expect(await codeOf('DELETE', '/api/projects')).toBe('request.method');
  expect(await codeOf('GET', '/api/nothing')).toBe('request.not-found');
  expect(await codeOf('GET', '/api/projects/K-PARK')).toBe('request.not-found');
  expect(await codeOf('GET', '/api/projects/%E0%A4%A')).toBe('request.unparsable');
  expect(await codeOf('GET', '/api/projects/..%2f..%2fetc')).toBe('request.not-found');
  // Each names what it is that is wrong (ERR2).
  expect(await fieldOf('GET', '/api/projects?=')).toBe('""');
  expect(await fieldOf('DELETE', '/api/projects')).toBe('method');
  expect(await fieldOf('GET', '/api/projects/K-PARK')).toBe('project');
  expect(await fieldOf('GET', '/api/projects/%E0%A4%A')).toBe('path');
});

test('[ERR4] a fault of ours says nothing of itself', async () => {
  const answer = await server.ask('GET', '/api/nothing');
  expect(Object.keys(answer.body).toSorted()).toEqual(['code', 'requestId', 'status', 'title', 'type']);
  expect(answer.headers.get('x-powered-by')).toBeNull();
});

test('answers for signed-in people are private, for visitors shared for a second', async () => {
  expect((await server.ask('GET', '/api/projects')).headers.get('cache-control')).toBe('public, max-age=0, s-maxage=1');
  const own = await server.ask('GET', '/api/projects', { as: admin });
  expect(own.headers.get('cache-control')).toBe('private, no-store');
  expect(own.headers.get('vary')).toContain('Cookie');
});

test('OpenAPI lists every route of the contract and is readable on a page that loads nothing foreign', async () => {
  const { routes } = await import('@sitecast/contract');
  const { body } = await server.ask('GET', '/api/openapi.json');
  expect(body.openapi).toBe('3.1.0');
  const listed = Object.values(body.paths as Record<string, Record<string, { operationId: string }>>).flatMap((path) =>
    Object.values(path).map((operation) => operation.operationId),
  );
  expect(listed.toSorted()).toEqual(routes.map((route) => route.id).toSorted());
  const page = await server.ask('GET', '/api/docs');
  expect(page.body).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('metrics are for this machine, or for whoever has the token', async () => {
  expect((await server.ask('GET', '/metrics')).body).toContain('sitecast_http_request_seconds');
  const guarded = await startTestServer({ SITECAST_METRICS_TOKEN: 'metrics-token-0123456789' });
  try {
    expect((await guarded.ask('GET', '/metrics')).status).toBe(403);
    expect((await guarded.ask('GET', '/metrics', { as: { token: 'metrics-token-0123456789' } })).status).toBe(200);
  } finally {
    await guarded.close();
  }
});
