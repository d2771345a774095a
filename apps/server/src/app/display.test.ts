import { routes } from '@sitecast/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashSecret } from '../platform/ids.ts';
import { openPage } from './testing/open-page.ts';
import { hashState, openForWriting } from './testing/read-database.ts';
import { startTestServer, type TestServer } from './testing/start-test-server.ts';

let server: TestServer;
const screen = { token: 'a'.repeat(43) };

beforeAll(async () => {
  server = await startTestServer();
  const database = openForWriting(server.dataDirectory);
  database
    .prepare(
      `insert into principal (id, kind, name, role, projects, costs, created_at)
       values ('sales-1', 'display', 'SALES-1', 'display', '["k-park"]', 1, '2026-11-23T06:00:00.000Z')`,
    )
    .run();
  database
    .prepare(`insert into credential (hash, kind, principal, created_at) values (?, 'token', 'sales-1', ?)`)
    .run(hashSecret(screen.token), '2026-11-23T06:00:00.000Z');
  database.close();
});
afterAll(() => server.close());

const own = [
  '/api/projects/k-park',
  '/api/projects/k-park/progress',
  '/api/projects/k-park/milestones',
  '/api/session',
];

test('[INV17] a display reads what its own wall shows, as the public sees it', async () => {
  for (const path of own) expect((await server.ask('GET', path, { as: screen })).status, path).toBe(200);
  const strip = ({ body }: { body: Record<string, unknown> }) => ({ ...body, serverNow: '' });
  const shown = await server.ask('GET', own[0]!, { as: screen });
  expect(strip(shown)).toEqual(strip(await server.ask('GET', own[0]!)));
});

test('[INV17] every other address is closed to it, public ones too, and nothing it sends is read', async () => {
  const before = hashState(server.dataDirectory);
  const paths = routes.map((route) => [
    route.method.toUpperCase(),
    route.path.replaceAll(/:project/g, 'k-park').replaceAll(/:\w+/g, 'x'),
  ]);
  const foreign = own.map((path) => ['GET', path.replace('k-park', 'iconic-towers')]);
  const pages = [
    '/',
    '/projects/k-park',
    '/manage',
    '/invest',
    '/wall',
    '/wall?project=iconic-towers',
    '/embed/k-park',
  ];
  const doors = [
    '/sealed/gate-1/live.m3u8',
    '/undelayed/gate-1/live.m3u8',
    '/evidence/x/large.webp',
    '/api/openapi.json',
  ];
  const odd = [
    '/wall?project=iconic-towers&project=k-park',
    '/api/projects/k%2Dpark/plan.json',
    '/api/projects/K-PARK',
  ];
  for (const [method = '', path = ''] of [
    ...paths,
    ...foreign,
    ...[...pages, ...doors, ...odd].map((one) => ['GET', one]),
  ]) {
    if (method === 'GET' && own.includes(path)) continue;
    const answer = await server.ask(method, path, { as: screen, ...(method === 'POST' && { body: {} }) });
    expect([answer.status, answer.body.code], `${method} ${path}`).toEqual([403, 'permission.denied']);
  }
  expect(hashState(server.dataDirectory)).toBe(before);
});

test('[INV17] it follows its own project alone, in the public room', async () => {
  const page = await openPage(server.url, screen);
  const watch = (topic: 'project' | 'programme', code: string) => page.watch({ topic, code, since: 0 });
  expect((await watch('project', 'k-park')).ok).toBe(true);
  for (const [topic, code] of [
    ['project', 'iconic-towers'],
    ['programme', 'alatau-city'],
  ] as const) {
    expect(await watch(topic, code)).toMatchObject({ ok: false, error: { code: 'permission.denied' } });
  }
  page.close();
});

test('[INV17] a display that was switched off reads nothing any more', async () => {
  const database = openForWriting(server.dataDirectory);
  database.prepare(`update principal set disabled_at = '2026-11-23T07:00:00.000Z' where id = 'sales-1'`).run();
  database.close();
  expect((await server.ask('GET', own[0]!, { as: screen })).body.code).toBe('session.required');
});
