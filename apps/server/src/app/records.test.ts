import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPage } from './testing/open-page.ts';
import { hashState, readRows } from './testing/read-database.ts';
import { startTestServer, type TestCaller, type TestServer } from './testing/start-test-server.ts';

const clock = { now: () => Date.parse('2026-11-23T06:00:00.000Z') };
const address = '/api/projects/k-park/record';
let server: TestServer;
let manager: TestCaller;
let investor: TestCaller;

beforeAll(async () => {
  server = await startTestServer({}, { clock });
  manager = await server.addPerson({ login: 'pm@example.kz', role: 'project-manager', projects: ['k-park'] });
  investor = await server.addPerson({ login: 'i@example.kz', role: 'investor', projects: ['k-park'] });
});
afterAll(() => server.close());

const source = { title: 'Letter of the developer', url: 'https://example.kz/letter', asOf: '2026-11-20' };
const fact = { kind: 'fact', source };
/** What is said now, as a change sends it; the read view leaves nothing out. */
async function readSaid() {
  const { body } = await server.ask('GET', address, { as: manager });
  const details = { ...body.details, code: undefined };
  return { expectedVersion: body.version, note: 'Told by the developer', ...details };
}
const change = async (said: Record<string, unknown>, headers: Record<string, string> = {}) =>
  server.ask('POST', address, { as: manager, body: { ...(await readSaid()), ...said }, headers });

describe('what is said of a project', () => {
  test('[DOC2] the demo says it with sources: parties, funding, and dates as exact as they are known', async () => {
    const { body } = await server.ask('GET', '/api/projects/k-park');
    expect(body.parties[0]).toMatchObject({ role: 'initiator', certainty: 'agreed', provenance: { kind: 'fact' } });
    expect(body.fundingProvenance).toMatchObject({ kind: 'fact', source: { title: 'mandat.kz' } });
    expect(body.dates).toContainEqual(
      expect.objectContaining({
        kind: 'opening',
        done: false,
        date: { from: '2027-09-01', to: '2027-11-30', precision: 'season' },
      }),
    );
  });

  test('[DOC1] changes once, in one transaction with audit and event, and the open page says it', async () => {
    const page = await openPage(server.url);
    await page.watch({ topic: 'project', code: 'k-park', since: 0 });
    const quarter = { from: '2027-10-01', to: '2027-12-31', precision: 'quarter' };
    const party = { name: 'Example Build', role: 'contractor', certainty: 'contracted', provenance: fact };
    const said = {
      status: 'paused',
      parties: [{ ...party, since: { from: '2026-01-01', to: '2026-12-31', precision: 'year' }, until: null }],
      dates: [{ kind: 'opening', date: quarter, done: false, provenance: fact }],
    };
    const body = { ...(await readSaid()), ...said };
    const headers = { 'idempotency-key': 'record-change-000001' };
    const [first, again] = [
      await server.ask('POST', address, { as: manager, body, headers }),
      await server.ask('POST', address, { as: manager, body, headers }),
    ];
    expect([first.status, first.body.version]).toEqual([200, 2]);
    expect(again.body).toEqual(first.body);
    expect(first.body.changes).toEqual([
      expect.objectContaining({ version: 2, by: 'pm@example.kz', fields: ['status', 'parties', 'dates'] }),
    ]);
    const event = await page.nextEvent((one) => one.type === 'project:changed');
    expect(event.payload).toMatchObject({ details: { status: 'paused', dates: [{ date: quarter }] } });
    page.close();
    const { body: view } = await server.ask('GET', '/api/projects/k-park');
    expect(view.summary.status).toBe('paused');
    expect(view.dates).toEqual(said.dates);
    expect(view.parties).toMatchObject([{ name: 'Example Build', certainty: 'contracted' }]);
    expect(readRows(server.dataDirectory, `select count(*) as n from audit where action = 'project.change'`)).toEqual([
      { n: 1 },
    ]);
  });

  test('[IDEM5] refuses a change made on what is no longer said', async () => {
    const answer = await change({ status: 'completed', expectedVersion: 1 });
    expect([answer.status, answer.body.code]).toEqual([409, 'record.conflict']);
  });

  test.each([
    ['a fact without a source', { provenance: { kind: 'fact', source: null } }, 'provenance.source'],
    [
      'a source that is no address of the web',
      { provenance: { kind: 'fact', source: { ...source, url: 'javascript:alert(1)' } } },
      'provenance.source.url',
    ],
    [
      'a day that lasts two',
      {
        dates: [
          {
            kind: 'start',
            date: { from: '2026-01-01', to: '2026-01-02', precision: 'day' },
            done: false,
            provenance: fact,
          },
        ],
      },
      'dates.0.date.to',
    ],
    [
      'what has come in the future',
      {
        dates: [
          {
            kind: 'start',
            date: { from: '2027-01-01', to: '2027-01-31', precision: 'month' },
            done: true,
            provenance: fact,
          },
        ],
      },
      'dates.0.date',
    ],
    [
      'a certainty nobody knows',
      { parties: [{ name: 'X', role: 'designer', certainty: 'sure' }] },
      'parties.0.certainty',
    ],
    ['a weight', { roll_up_weight: 9 }, 'roll_up_weight'],
    ['nothing new', {}, 'body'],
  ])('[ERR3] refuses %s and changes nothing', async (_name, said, field) => {
    const before = hashState(server.dataDirectory);
    const answer = await change(said);
    expect(answer.status).toBe(400);
    expect(answer.body.fields.map((one: { field: string }) => one.field)).toContain(field);
    expect(hashState(server.dataDirectory)).toBe(before);
  });

  test('[INV3] keeps what was said before, and the table refuses to forget it', async () => {
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(`${server.dataDirectory}/server/sitecast.db`);
    try {
      expect(() => database.exec(`delete from project_change`)).toThrow('append-only');
      const row = database.prepare('select before from project_change').get();
      expect(JSON.parse(String(row?.['before'])).status).toBe('under-construction');
    } finally {
      database.close();
    }
  });
});

describe('a budget', () => {
  const post = (body: Record<string, unknown>) =>
    server.ask('POST', '/api/projects/k-park/budget', { as: manager, body });

  test('[INV3] set anew holds from its day on; what stood before stands, and what was spent goes on', async () => {
    const figures = (asOf: string) => server.ask('GET', `/api/projects/k-park/figures?asOf=${asOf}`, { as: investor });
    const before = (await figures('2026-10-31')).body;
    const set = await post({ from: '2026-11-10', budgetMinor: 2_000_000_000_000, source: 'Addendum 3' });
    expect([set.status, set.body.budgetMinor]).toEqual([201, 2_000_000_000_000]);
    expect((await figures('2026-10-31')).body).toEqual(before);
    const cost = { period: '2026-11-20', amountMinor: 1_000_000, basis: 'accrued', source: 'KS-2' };
    expect((await server.ask('POST', '/api/projects/k-park/costs', { as: manager, body: cost })).status).toBe(201);
    const list = await server.ask('GET', '/api/projects/k-park/milestones');
    const { version } = list.body.items.find((item: { code: string }) => item.code === 'M06');
    const measurement = { method: 'units', done: 5, total: 20 };
    await server.ask('POST', '/api/projects/k-park/progress', {
      as: manager,
      body: { item: 'M06', dataDate: '2026-11-20', measurement, expectedVersion: version },
    });
    const after = (await figures('2026-11-20')).body;
    expect(after.budgetMinor).toBe(2_000_000_000_000);
    expect(after.actualCostMinor).toBe(before.actualCostMinor + 1_000_000);
    const { body: costs } = await server.ask('GET', '/api/projects/k-park/costs', { as: manager });
    expect(costs.budgets.map((one: { from: string }) => one.from)[0]).toBe('2026-11-10');
  });

  test.each([
    ['progress.future', { from: '2026-11-24' }],
    ['progress.before-data-date', { from: '2026-10-31' }],
    ['request.invalid', { budgetMinor: 0.5 }],
    ['request.invalid', { budgetMinor: -1 }],
  ])('[ERR3] is refused with %s and changes nothing: %j', async (code, wrong) => {
    const before = hashState(server.dataDirectory);
    const answer = await post({ from: '2026-11-22', budgetMinor: 1_000, source: 'x', ...wrong });
    expect(answer.body.code).toBe(code);
    expect(hashState(server.dataDirectory)).toBe(before);
  });

  test('[AUD3] stands in no audit, no log and no public event', () => {
    const rows = readRows(
      server.dataDirectory,
      `select detail from audit union all select payload from event where audience = 'public'`,
    );
    expect(`${JSON.stringify(rows)}${server.logged()}`).not.toContain('2000000000000');
  });
});
