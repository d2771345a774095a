import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage } from '../../app/testing/open-page.ts';
import { hashState } from '../../app/testing/read-database.ts';
import { startTestServer, type TestServer } from '../../app/testing/start-test-server.ts';

const clock = { now: () => Date.parse('2026-11-23T06:00:00.000Z') };
const address = '/api/projects/k-park/milestones';
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({}, { clock });
});
afterAll(() => server.close());

const post = (body: unknown) => server.ask('POST', address, { as: server.operator, body });
const readItem = async (code: string) =>
  (await server.ask('GET', address)).body.items.find((item: { code: string }) => item.code === code);
const reach = async (code: string, actual: string, more: Record<string, unknown> = {}) =>
  post({ code, actual, expectedVersion: (await readItem(code)).version, ...more });

test('reaching a milestone makes it done, earns it whole and reaches an open page', async () => {
  const page = await openPage(server.url);
  await page.watch({ topic: 'project', code: 'k-park', since: 0 });
  const answer = await reach('M05', '2026-11-20', { note: 'Power is on.' });
  expect(answer.status).toBe(201);
  expect(answer.body.milestone).toMatchObject({ state: 'done', actual: '2026-11-20', percentBp: 10_000, slipDays: 5 });
  expect(answer.body.milestone).toMatchObject({
    note: 'Power is on.',
    reachedAt: '2026-11-23T06:00:00.000Z',
    forecast: null,
  });
  // 25 + 9 + 4, counted at the day it happened.
  expect(answer.body.progress).toMatchObject({ percentBp: 3_800, dataDate: '2026-11-20' });
  const event = await page.nextEvent((one) => one.type === 'milestone:posted' && one.payload.milestone.code === 'M05');
  expect(event.payload).toEqual({ milestone: answer.body.milestone });
  const { body } = await server.ask('GET', '/api/programmes/alatau-city');
  expect(body.latest[0]).toMatchObject({ project: 'k-park', milestone: { code: 'M05' } });
  page.close();
});

test('[INV7] an actual date before the data date leaves the data date where it is', async () => {
  const answer = await reach('M11', '2026-11-01');
  expect(answer.body.progress.dataDate).toBe('2026-11-20');
  expect(answer.body.milestone.actual).toBe('2026-11-01');
});

test('[ERR3] done is done, tomorrow is refused, and an old version is told what stands there', async () => {
  const before = hashState(server.dataDirectory);
  const again = await reach('M05', '2026-11-21');
  expect([again.status, again.body.code, again.body.current.code]).toEqual([409, 'milestone.done', 'M05']);
  const late = await reach('M06', '2026-11-24');
  expect([late.status, late.body.code, late.body.field]).toEqual([422, 'progress.future', 'actual']);
  const old = await reach('M06', '2026-11-20', { expectedVersion: 0 });
  expect([old.status, old.body.code, old.body.current.code]).toEqual([409, 'progress.conflict', 'M06']);
  const absent = await post({ code: 'M99', actual: '2026-11-20', expectedVersion: 0 });
  expect([absent.status, absent.body.code, absent.body.field]).toEqual([404, 'milestone.not-found', 'code']);
  expect(hashState(server.dataDirectory)).toBe(before);
});

test('a milestone without weight moves neither percent nor data date', async () => {
  const { body: before } = await server.ask('GET', '/api/projects/k-park/progress');
  const answer = await reach('M13', '2026-11-22');
  expect(answer.body.milestone).toMatchObject({ state: 'done', percentBp: null });
  expect([answer.body.progress.percentBp, answer.body.progress.dataDate]).toEqual([before.percentBp, before.dataDate]);
});

test('an unplanned milestone is listed last, earns nothing, and the next one has its own code', async () => {
  const { body: before } = await server.ask('GET', '/api/projects/k-park/progress');
  const title = { en: 'Visit of the architects', ru: 'Визит архитекторов' };
  const first = await post({ title, kind: 'public', actual: '2026-11-22' });
  expect(first.body.milestone).toMatchObject({
    code: 'X01',
    title,
    state: 'done',
    weight: 0,
    method: 'none',
    baseline: null,
  });
  expect(first.body.progress).toEqual(before);
  const second = await post({ title, kind: 'public', actual: '2026-11-22' });
  expect(second.body.milestone.code).toBe('X02');
  const { body } = await server.ask('GET', address);
  expect(body.items.map((item: { code: string }) => item.code).slice(-2)).toEqual(['X01', 'X02']);
});

test('[INV9] rework takes back that a milestone was reached', async () => {
  const { version } = await readItem('M05');
  const body = {
    item: 'M05',
    dataDate: '2026-11-22',
    measurement: { method: 'units', done: 8, total: 9 },
    correction: { reason: 'rework', note: 'The gas line is laid again.' },
    expectedVersion: version,
  };
  await server.ask('POST', '/api/projects/k-park/progress', { as: server.operator, body });
  expect(await readItem('M05')).toMatchObject({ state: 'in-progress', actual: null, reachedAt: null });
});
