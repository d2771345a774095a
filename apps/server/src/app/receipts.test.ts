import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestCaller, type TestServer } from './testing/start-test-server.ts';

const clock = { now: () => Date.parse('2026-11-23T06:00:00.000Z') };
const base = '/api/projects/k-park';
let server: TestServer;
const people = new Map<string, TestCaller & { id: string }>();

beforeAll(async () => {
  server = await startTestServer({}, { clock });
  for (const [login, role] of [
    ['pm', 'project-manager'],
    ['verifier', 'verifier'],
    ['owner', 'owner'],
    ['investor', 'investor'],
  ] as const) {
    people.set(login, await server.addPerson({ login: `${login}@example.kz`, role, projects: ['k-park'] }));
  }
});
afterAll(() => server.close());

const read = async (address: string, login?: string) =>
  (await server.ask('GET', base + address, { as: people.get(login ?? '') ?? {} })).body;
const say = (login: string, address: string, body: unknown = {}) =>
  server.ask('POST', base + address, { as: people.get(login) ?? {}, body });
interface Post {
  item: string;
  dataDate: string;
  weight: number;
  percentBp: number | null;
  record: number | null;
}
const find = (posts: Post[], item: string) => posts.find((one) => one.item === item);

test('the receipt of the newest numbers names each post, who answers for it and its ledger record', async () => {
  await say('owner', '/publishing-rule', { publishingRule: 'verified-and-approved', reason: 'Agreed.' });
  const { items } = await read('/milestones');
  const { version } = items.find((one: { code: string }) => one.code === 'M06');
  const posted = await say('pm', '/progress', {
    item: 'M06',
    dataDate: '2026-11-10',
    measurement: { method: 'units', done: 5, total: 20 },
    expectedVersion: version,
  });
  const entry = posted.body.waiting.id;
  expect((await say('verifier', `/approvals/${entry}/verify`)).status).toBe(200);
  expect((await say('owner', `/approvals/${entry}/approve`)).status).toBe(200);

  const receipt = await read('/receipt');
  expect(receipt).toMatchObject({ dataDate: '2026-11-10', percentBp: 3_600, publishingRule: 'verified-and-approved' });
  const post = find(receipt.posts, 'M06');
  expect(post).toMatchObject({
    percentBp: 2_500,
    done: 5,
    total: 20,
    dataDate: '2026-11-10',
    postedBy: 'project-manager',
    verifiedBy: 'verifier',
    approvedBy: 'owner',
  });
  const { items: lines } = await read(`/ledger?after=${(post?.record ?? 0) - 1}&limit=1`);
  expect(JSON.parse(lines[0].line).body).toMatchObject({ entry, item: 'M06' });
  expect(receipt.baseline.record).toBeGreaterThan(0);
  expect(JSON.stringify(receipt)).not.toContain('@example.kz');
});

test('the receipt of a past day names the posts that counted then, and the rule of then', async () => {
  const receipt = await read('/receipt?asOf=2026-06-30');
  expect(receipt).toMatchObject({ asOf: '2026-06-30', dataDate: '2026-06-30', publishingRule: 'posted-by-manager' });
  const sum = receipt.posts.reduce((all: number, { weight, percentBp }: Post) => all + weight * (percentBp ?? 0), 0);
  expect(Math.floor(sum / receipt.weightSum)).toBe(receipt.percentBp);
  for (const post of receipt.posts as Post[]) {
    if (post.percentBp === null) continue;
    expect(post.dataDate <= '2026-06-30', post.item).toBe(true);
    expect(post.record, post.item).toBeGreaterThan(0);
  }
});

test('an investor’s sheet of a past day carries the same rows in its receipt, and of today too', async () => {
  for (const asOf of ['?asOf=2026-06-30', '']) {
    const receipt = await read(`/receipt${asOf}`);
    const sheet = await read(`/sheet${asOf}`, 'investor');
    expect(sheet.progress.receipt.publishingRule).toBe(receipt.publishingRule);
    for (const row of sheet.progress.receipt.rows) {
      const post = find(receipt.posts, row.item);
      expect(post, row.item).toMatchObject({
        percentBp: row.percentBp,
        dataDate: row.dataDate,
        postedBy: row.postedBy,
        verifiedBy: row.verifiedBy,
        approvedBy: row.approvedBy,
      });
      expect(row.record, row.item).toBe(post?.record);
    }
    expect(sheet.progress.receipt.rows.length).toBe(receipt.posts.length);
  }
});

test('a receipt of no project, and of no day, is refused by name', async () => {
  expect((await server.ask('GET', '/api/projects/nowhere/receipt')).body.code).toBe('project.not-found');
  const bad = await server.ask('GET', `${base}/receipt?asOf=2026-02-30`);
  expect([bad.status, bad.body.fields?.[0]?.field]).toEqual([400, 'asOf']);
});

test('[INV3] what is kept ready of a past day is read anew after a late post to it', async () => {
  const before = await read('/sheet?asOf=2026-10-31', 'investor');
  const portfolio = await read('/receipt');
  const { items } = await read('/milestones');
  const { version } = items.find((one: { code: string }) => one.code === 'M07');
  const post = { item: 'M07', measurement: { method: 'units', done: 600, total: 12_000 }, expectedVersion: version };
  await say('owner', '/publishing-rule', { publishingRule: 'posted-by-manager', reason: 'Agreed.' });
  const answer = await say('pm', '/progress', { ...post, dataDate: '2026-11-12' });
  expect(answer.status).toBe(201);
  expect((await read('/receipt')).percentBp).toBeGreaterThan(portfolio.percentBp);
  expect((await read('/sheet', 'investor')).figures.percentBp).toBe((await read('/progress')).percentBp);
  expect((await read('/sheet?asOf=2026-10-31', 'investor')).figures).toEqual(before.figures);
});

test('[LEDGER6] a posted cost is a record of the ledger that tells no sum', async () => {
  const cost = {
    period: '2026-10-31',
    amountMinor: 777_123_400,
    basis: 'accrued',
    source: 'Invoice 7',
  };
  const answer = await say('pm', '/costs', { ...cost, corrects: null, note: null });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  const { head } = await read('/ledger/head');
  const { items } = await read(`/ledger?after=${head.n - 1}&limit=1`);
  expect(JSON.parse(items[0].line)).toMatchObject({ kind: 'cost-sealed', body: { cost: answer.body.id } });
  expect(items[0].line).not.toContain(String(cost.amountMinor));
});
