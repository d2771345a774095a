import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../app/testing/start-test-server.ts';

let server: TestServer;
const path = '/api/projects/k-park/notices';
const notice = { kind: 'news', text: { en: 'Posted once' } };

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const post = (key: string | null, body: unknown = notice, as = server.operator) =>
  server.ask('POST', path, { as, body, headers: { 'idempotency-key': key ?? '' } });
const countNotices = async (): Promise<number> => (await server.ask('GET', '/api/projects/k-park')).body.notices.length;

test('[IDEM1] a post without a key, or with one out of form, is refused', async () => {
  for (const key of ['', 'short', 'has spaces in the key', 'x'.repeat(65)]) {
    const { status, body } = await post(key);
    expect(status, key).toBe(400);
    expect(['idempotency.missing', 'request.invalid']).toContain(body.code);
  }
});

test('[IDEM2] fifty copies at once have one effect and get one answer, also after a restart', async () => {
  const before = await countNotices();
  const answers = await Promise.all(Array.from({ length: 50 }, () => post('parallel-key-0000001')));
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
  expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
  expect(await countNotices()).toBe(before + 1);
  await server.restart();
  const late = await post('parallel-key-0000001');
  expect([late.status, late.body]).toEqual([201, answers[0]?.body]);
  expect(await countNotices()).toBe(before + 1);
});

test('[IDEM3] the same key with another body is refused, also while the first is under way', async () => {
  const [first, other] = await Promise.all([
    post('reused-key-00000001'),
    post('reused-key-00000001', { ...notice, text: { en: 'Other' } }),
  ]);
  expect([first.status, other.status].toSorted()).toEqual([201, 422]);
  expect([first.body.code, other.body.code]).toContain('idempotency.reused');
});

test('[IDEM2] a refused post leaves its key free', async () => {
  expect((await post('free-key-000000001', { kind: 'news', text: {} })).status).toBe(400);
  expect((await post('free-key-000000001')).status).toBe(201);
});

test('keys of two people do not meet', async () => {
  const manager = await server.addPerson({ login: 'pm@example.kz', role: 'project-manager', projects: null });
  const own = await post('shared-key-00000001');
  const theirs = await post('shared-key-00000001', notice, manager as { token: string });
  expect(theirs.status).toBe(201);
  expect(theirs.body.id).not.toBe(own.body.id);
});
