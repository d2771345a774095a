import { once } from 'node:events';
import { readLines, verifyLedger, type LedgerRecord, type LedgerReport } from '@sitecast/ledger';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRows } from '../../app/testing/read-database.ts';
import { startTestServer, type TestServer } from '../../app/testing/start-test-server.ts';

const address = '/api/projects/k-park';
const rowsPerStep = 5;
let server: TestServer;
/** Opened, the history is sealed to its end; until then a server at work stands after a step. */
const gate = Promise.withResolvers<void>();

beforeAll(async () => {
  const pause = (stop: AbortSignal) => Promise.race([gate.promise, once(stop, 'abort')]);
  // The demo makes its history at once, so all of it is there and nothing of it sealed.
  server = await startTestServer({}, { sealPace: { atOnce: 0, rowsPerStep, pause } });
});
afterAll(() => server.close());

const readExport = async () => (await server.ask('GET', `${address}/ledger/export.jsonl`)).body as string;
async function* toChunks(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
const verify = async (): Promise<LedgerReport> => verifyLedger(readLines(toChunks(await readExport())));
const countKept = (): number =>
  ['progress_entry', 'baseline_revision', 'cost_entry', 'sign_off', 'project_cost']
    .map((table) => Number(readRows(server.dataDirectory, `select count(*) as n from ${table}`)[0]?.['n']))
    .reduce((sum, count) => sum + count, 0);
const post = async () => {
  const { items } = (await server.ask('GET', `${address}/milestones`)).body;
  const { version } = items.find((one: { code: string }) => one.code === 'M06');
  const measurement = { method: 'units', done: 5, total: 20 };
  const body = { item: 'M06', dataDate: '2026-11-15', measurement, expectedVersion: version };
  return server.ask('POST', `${address}/progress`, { as: server.operator, body });
};
const untilSealed = (rows: number) => expect.poll(async () => (await verify()).records, { timeout: 30_000 }).toBe(rows);

test('[LEDGER5] the server answers while a long history is sealed: no number is called sealed before it is', async () => {
  await untilSealed(rowsPerStep);
  expect(await verify()).toMatchObject({ fault: null, covered: rowsPerStep });
  const { progress } = (await server.ask('GET', address)).body;
  const newest = `select entry.item, record.n from item_state as state
    join progress_entry as entry on entry.project = state.project and entry.item = state.code and entry.version = state.version
    left join ledger_record as record on record.project = entry.project and record.subject = 'entry:' || entry.id`;
  const sealed = new Map(readRows(server.dataDirectory, newest).map((row) => [row['item'], row['n']]));
  const shown = progress.receipt.rows as { item: string; record: number | null }[];
  const posted = shown.filter(({ item }) => sealed.has(item));
  expect(posted.map(({ record }) => record)).toContain(null);
  for (const { item, record } of posted) expect(record).toBe(sealed.get(item));
});

test('[LEDGER5] [ERR3] what would be sealed before its history is refused and changes nothing; all else goes on', async () => {
  const kept = countKept();
  const answer = await post();
  expect([answer.status, answer.body.code]).toEqual([503, 'ledger.sealing']);
  expect(answer.headers.get('retry-after')).toBe('5');
  expect(countKept()).toBe(kept);
  const body = { kind: 'news', text: { en: 'The crane stands.' } };
  const notice = await server.ask('POST', `${address}/notices`, { as: server.operator, body });
  expect(notice.status).toBe(201);
});

test('[LEDGER5] a start in between goes on where it was, and each row is sealed once, an item’s posts in their order', async () => {
  await server.restart();
  await untilSealed(2 * rowsPerStep);
  gate.resolve();
  await untilSealed(countKept());
  expect(await verify()).toMatchObject({ fault: null, covered: countKept() });
  const versions = new Map<string, number>();
  for (const line of (await readExport()).trimEnd().split('\n')) {
    const { body } = JSON.parse(line) as Partial<LedgerRecord>;
    if (typeof body?.['item'] !== 'string') continue;
    expect(body['version']).toBe((versions.get(body['item']) ?? 0) + 1);
    versions.set(body['item'], Number(body['version']));
  }
  expect(versions.get('M06')).toBeGreaterThan(1);
  expect((await post()).status).toBe(201);
});
