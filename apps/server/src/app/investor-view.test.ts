import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage } from './testing/open-page.ts';
import { hashState, readRows } from './testing/read-database.ts';
import { startTestServer, type TestCaller, type TestServer } from './testing/start-test-server.ts';

const clock = { now: () => Date.parse('2026-11-23T06:00:00.000Z') };
let server: TestServer;
let investor: TestCaller;
let blind: TestCaller & { id: string };

beforeAll(async () => {
  server = await startTestServer({}, { clock });
  investor = await server.addPerson({ login: 'i@example.kz', role: 'investor', projects: ['k-park'] });
  blind = await server.addPerson({ login: 'b@example.kz', role: 'investor', projects: ['k-park'], costs: false });
});
afterAll(() => server.close());

const get = async (path: string, as: TestCaller = investor) => (await server.ask('GET', path, { as })).body;
const figures = (asOf?: string) => get(`/api/projects/k-park/figures${asOf === undefined ? '' : `?asOf=${asOf}`}`);
const postCost = (body: Record<string, unknown>) =>
  server.ask('POST', '/api/projects/k-park/costs', { as: server.operator, body });

test('[PCT4] the figures of K-Park are those of its sample, to the tiyn', async () => {
  const now = await figures();
  expect(now).toMatchObject({
    dataDate: '2026-10-31',
    percentBp: 3_500,
    plannedValueMinor: 774_000_000_000,
    earnedValueMinor: 630_000_000_000,
    actualCostMinor: 684_000_000_000,
    estimateAtCompletionMinor: 1_954_285_714_286,
    finishBySpiT: '2027-12-29',
    costsShared: true,
  });
  expect([now.spi, now.cpi, now.spiT, now.tcpi].map((index: number) => index.toFixed(3))).toEqual([
    '0.814',
    '0.921',
    '0.892',
    '1.048',
  ]);
});

test('[INV3] a past data date is shown as it stood: later posts and costs do not reach it', async () => {
  const before = await figures('2026-05-31');
  expect(before).toMatchObject({ dataDate: '2026-05-31', percentBp: 1_300, plannedBp: 1_800, finishByManager: null });
  expect(before.actualCostMinor).toBe(256_000_000_000);
  const between = await figures('2026-06-15');
  expect(between.dataDate).toBe('2026-05-31');
  expect(await figures('2025-01-01')).toMatchObject({ dataDate: null, percentBp: null, spi: null, cpi: null });
  const item = (await get('/api/projects/k-park/milestones')).items.find((one: { code: string }) => one.code === 'M06');
  const body = { item: 'M06', dataDate: '2026-11-20', measurement: { method: 'units', done: 7, total: 20 } };
  await server.ask('POST', '/api/projects/k-park/progress', {
    as: server.operator,
    body: { ...body, expectedVersion: item.version },
  });
  expect((await figures()).percentBp).toBe(3_800);
  expect(await figures('2026-05-31')).toEqual(before);
  expect(await figures('2026-11-23')).toMatchObject({ dataDate: '2026-11-20', percentBp: 3_800 });
});

test('[INV10] costs of another day than the work make no index until they are posted', async () => {
  expect(await figures()).toMatchObject({ dataDate: '2026-11-20', cpi: null, estimateAtCompletionMinor: null });
  const posted = await postCost({
    period: '2026-11-20',
    amountMinor: 50_000_000_000,
    basis: 'accrued',
    source: 'KS-2',
  });
  expect(posted.status).toBe(201);
  const now = await figures();
  expect(now.actualCostMinor).toBe(734_000_000_000);
  expect(now.cpi).toBeCloseTo(684 / 734, 6);
  const fix = { period: '2026-11-20', amountMinor: -4_000_000_000, basis: 'accrued', source: 'KS-2' };
  expect((await postCost({ ...fix, corrects: posted.body.id })).body.field).toBe('note');
  expect((await postCost({ ...fix, corrects: posted.body.id, note: 'Counted twice' })).status).toBe(201);
  expect((await figures()).actualCostMinor).toBe(730_000_000_000);
  expect(readRows(server.dataDirectory, 'select count(*) as n from cost_entry where corrects is not null')).toEqual([
    { n: 1 },
  ]);
});

test.each([
  ['progress.future', { period: '2026-11-24' }],
  ['progress.before-data-date', { period: '2026-10-31' }],
  ['request.invalid', { amountMinor: -1 }],
  ['request.invalid', { amountMinor: 0.5 }],
  ['request.invalid', { corrects: 'nothing', note: 'why' }],
])('[ERR3] a cost is refused with %s and changes nothing: %j', async (code, change) => {
  const before = hashState(server.dataDirectory);
  const good = { period: '2026-11-21', amountMinor: 100, basis: 'accrued', source: 'KS-2' };
  expect((await postCost({ ...good, ...change })).body.code).toBe(code);
  expect(hashState(server.dataDirectory)).toBe(before);
});

test('[AUD2] an investor without the grant sees pace and dates and no amount, by no door', async () => {
  const page = await openPage(server.url, blind);
  await page.watch({ topic: 'project', code: 'k-park', since: 0 });
  const money = Object.values(await figures())
    .filter((value): value is number => typeof value === 'number' && value > 1_000_000)
    .map(String);
  expect(money.length).toBeGreaterThan(5);
  await postCost({ period: '2026-11-22', amountMinor: 123_456_700, basis: 'paid', source: 'Bank' });
  await server.ask('POST', '/api/projects/k-park/notices', {
    as: server.operator,
    body: { kind: 'news', text: { en: 'After the cost' } },
  });
  await page.nextEvent((event) => event.type === 'notice:posted');
  const said = [JSON.stringify(page.events)];
  const doors = [
    '/api/projects/k-park/figures',
    '/api/projects/k-park/sheet',
    '/api/projects/k-park/sheet?asOf=2026-05-31',
    '/api/projects/k-park/report?month=2026-10',
    '/api/projects/k-park/costs',
    '/api/projects/k-park/ledger/openings',
    '/api/portfolio',
    '/invest',
    '/invest/__data.json',
    '/invest/k-park',
    '/invest/k-park/report',
    '/invest/k-park/present',
    '/invest/k-park/snapshot.html',
    '/invest/export.json',
    '/invest/k-park/export.csv',
  ];
  for (const door of doors) said.push(JSON.stringify(await get(door, blind)));
  page.close();
  const own = await get('/api/projects/k-park/figures', blind);
  expect(own).toMatchObject({ costsShared: false, budgetMinor: null, cpi: null, finishBySpiTCpi: null });
  expect(own.spiT).toBeGreaterThan(0.8);
  const whole = said.join('\n');
  for (const canary of [...money, '123456700', '18.00 bn']) expect(whole, canary).not.toContain(canary);
  expect(page.events.map((event) => event.type)).not.toContain('figures:updated');
  const granted = await server.ask('PATCH', `/api/people/${blind.id}`, { as: server.operator, body: { costs: true } });
  expect(granted.body.costs).toBe(true);
  expect(await get('/api/projects/k-park/figures', blind)).toEqual(await figures());
});

test('[AUD3] no byte of the investors’ view reaches a visitor: pages, data, files, REST', async () => {
  const { estimateCombinedMinor, varianceAtCompletionMinor, finishBand } = await figures('2026-10-31');
  const canaries = [estimateCombinedMinor, varianceAtCompletionMinor, finishBand.p10, 'finishBand', '18.00'].map(
    String,
  );
  for (const door of [
    '/invest',
    '/invest/__data.json',
    '/invest/k-park',
    '/invest/k-park/__data.json',
    '/invest/k-park/report',
    '/invest/k-park/present',
    '/invest/k-park/snapshot.html',
    '/invest/k-park/report.pdf',
    '/invest/export.xlsx',
    '/invest/k-park/export.json',
    '/projects/k-park',
    '/projects/k-park/__data.json',
    '/',
  ]) {
    const answer = await server.ask('GET', door);
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    expect(answer.status, door).toBeLessThan(500);
    for (const canary of canaries) expect(text.includes(canary), `${canary} at ${door}`).toBe(false);
  }
  for (const canary of canaries.slice(0, 2)) expect(server.logged()).not.toContain(canary);
});

test('[DOC5] the report of a month has one hash for the same data, another for other data, and no photo of another month', async () => {
  const october = await get('/api/projects/k-park/report?month=2026-10');
  expect(october).toMatchObject({ month: '2026-10', to: '2026-10-31', earnedBp: 500, photos: [] });
  expect(october.hash).toMatch(/^[0-9a-f]{64}$/);
  expect((await get('/api/projects/k-park/report?month=2026-10')).hash).toBe(october.hash);
  expect((await get('/api/projects/k-park/report?month=2026-09')).hash).not.toBe(october.hash);
  expect((await server.ask('GET', '/api/projects/k-park/report?month=2026-13', { as: investor })).body.code).toBe(
    'request.invalid',
  );
  expect(october.ledgerHead.hash).toMatch(/^[0-9a-f]{64}$/);
});

test('the report is printed by Chromium where there is one, and refused by name where there is none', async () => {
  const printed = await fetch(`${server.url}/invest/k-park/report.pdf?month=2026-10&lang=ko`, {
    headers: { cookie: investor.cookie ?? '' },
  });
  const bytes = Buffer.from(await printed.arrayBuffer());
  // Without a built dashboard there is no page to print.
  if ((await server.ask('GET', '/invest')).status !== 200) return;
  const isThere = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].some((file) =>
    existsSync(file),
  );
  if (isThere) {
    expect(printed.status).toBe(200);
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(bytes.length).toBeGreaterThan(20_000);
  } else expect(JSON.parse(bytes.toString()).code).toBe('report.no-printer');
});

test('the offline snapshot asks nobody for anything: no script, no font and no picture from elsewhere', async () => {
  const html = String(await get('/invest/k-park/snapshot.html'));
  expect(html).toContain("default-src 'none'");
  expect(html).not.toMatch(/<script\b|<link\b[^>]*stylesheet|<img\b[^>]*\ssrc="(?!data:)/);
  const fonts = [...html.matchAll(/url\((['"]?)(.{0,5})/g)].map((match) => match[2]);
  expect(new Set(fonts)).toEqual(new Set(['data:']));
  // Nothing can be pressed there: the receipts stand in it as lines.
  expect(html).toContain('Σ(wᵢ × pᵢ) ÷ Σwᵢ');
  expect(html).toContain('EV % ÷ PV %');
});
