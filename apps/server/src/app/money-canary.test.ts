import { routes } from '@sitecast/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage, type TestPage } from './testing/open-page.ts';
import { readRows } from './testing/read-database.ts';
import { startTestServer, type TestCaller, type TestServer } from './testing/start-test-server.ts';

const clock = { now: () => Date.parse('2026-11-23T06:00:00.000Z') };
let server: TestServer;
let investor: TestCaller;
let stranger: TestCaller;
let page: TestPage;

beforeAll(async () => {
  server = await startTestServer({}, { clock });
  investor = await server.addPerson({ login: 'i@example.kz', role: 'investor', projects: ['k-park'] });
  stranger = await server.addPerson({ login: 's@example.kz', role: 'investor', projects: ['iconic-towers'] });
  page = await openPage(server.url);
});
afterAll(async () => {
  page.close();
  await server.close();
});

const readFigures = async (as: TestCaller) => server.ask('GET', '/api/projects/k-park/figures', { as });

test('[AUD2] an investor of the project reads its figures; others do not', async () => {
  const { status, body } = await readFigures(investor);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    dataDate: '2026-10-31',
    budgetMinor: 1_800_000_000_000,
    plannedValueMinor: 774_000_000_000,
    earnedValueMinor: 630_000_000_000,
    actualCostMinor: 684_000_000_000,
    estimateAtCompletionMinor: 1_954_285_714_286,
    provenance: { kind: 'sample' },
  });
  expect(body.cpi.toFixed(3)).toBe('0.921');
  expect(body.tcpi.toFixed(3)).toBe('1.048');
  expect((await readFigures(stranger)).body.code).toBe('permission.denied');
  expect((await readFigures({})).body.code).toBe('session.required');
});

test('[AUD3] no byte of a figure reaches the public: not over REST, not over a socket, not by an event, not in the log', async () => {
  await page.watch({ topic: 'project', code: 'k-park', since: 0 });
  const { body: list } = await server.ask('GET', '/api/projects/k-park/milestones');
  const { version } = list.items.find((item: { code: string }) => item.code === 'M06');
  const before = (await readFigures(investor)).body;
  const post = {
    item: 'M06',
    dataDate: '2026-11-20',
    measurement: { method: 'units', done: 7, total: 20 },
    expectedVersion: version,
  };
  const posted = await server.ask('POST', '/api/projects/k-park/progress', { as: server.operator, body: post });
  await page.nextEvent((event) => event.type === 'progress:updated');
  const after = (await readFigures(investor)).body;
  const isMoney = (value: unknown): value is number => typeof value === 'number' && value > 1_000_000;
  const canaries = [...Object.values(before), ...Object.values(after)].filter(isMoney).map(String);
  expect(canaries.length).toBeGreaterThanOrEqual(6);

  const said = [JSON.stringify(posted.body), JSON.stringify(page.events), server.logged()];
  for (const since of [0, 10_000_000]) {
    for (const [topic, code] of [
      ['project', 'k-park'],
      ['programme', 'alatau-city'],
    ] as const) {
      said.push(JSON.stringify(await page.watch({ topic, code, since })));
    }
  }
  for (const route of routes.filter(({ method }) => method === 'get')) {
    const address = route.path
      .replace(':project', 'k-park')
      .replace(':programme', 'alatau-city')
      .replace(':camera', 'none')
      .replace(':person', 'none');
    for (const as of [{}, stranger]) {
      const answer = await server.ask('GET', address, { as });
      // Somebody else's investor has a portfolio of their own, with names of figures and none of these amounts.
      if (route.id === 'portfolio.read' && as === stranger) {
        for (const canary of canaries) expect(JSON.stringify(answer.body)).not.toContain(canary);
        continue;
      }
      said.push(JSON.stringify(answer.body), JSON.stringify([...answer.headers]));
    }
  }
  const events = readRows(server.dataDirectory, `select payload from event where audience = 'public'`);
  said.push(JSON.stringify(events));
  const whole = said.join('\n');
  for (const canary of canaries) expect(whole).not.toContain(canary);
  expect(whole).not.toMatch(/Minor|"cpi"|"tcpi"/);
  expect(page.events.map((event) => event.type)).not.toContain('figures:updated');
});
