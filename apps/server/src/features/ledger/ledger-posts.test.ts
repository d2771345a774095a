import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  commitTo,
  createKeyText,
  readLines,
  verifyLedger,
  type LedgerRecord,
  type LedgerReport,
} from '@sitecast/ledger';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRows } from '../../app/testing/read-database.ts';
import { startTestServer, type TestServer } from '../../app/testing/start-test-server.ts';

// 23 November 2026, 20:30 UTC: at the site it is already the 24th.
const clock = { now: () => Date.parse('2026-11-23T20:30:00.000Z') };
const address = '/api/projects/k-park';
const exportAddress = `${address}/ledger/export.jsonl`;
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({}, { clock });
});
afterAll(() => server.close());

const readExport = async (): Promise<string> => (await server.ask('GET', exportAddress)).body as string;
async function* toChunks(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
const verify = (text: string): Promise<LedgerReport> => verifyLedger(readLines(toChunks(text)));
const readRecords = async (): Promise<LedgerRecord[]> =>
  (await readExport())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as LedgerRecord)
    .filter((line) => 'body' in line);
const postUnits = async (done: number, more: Record<string, unknown> = {}) => {
  const { items } = (await server.ask('GET', `${address}/milestones`)).body;
  const { version } = items.find((one: { code: string }) => one.code === 'M06');
  const measurement = { method: 'units', done, total: 20 };
  const body = { item: 'M06', dataDate: '2026-11-15', measurement, expectedVersion: version, ...more };
  return server.ask('POST', `${address}/progress`, { as: server.operator, body });
};
const uploadPhoto = async () => {
  const bytes = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#357' } })
    .jpeg()
    .toBuffer();
  const form = new FormData();
  form.set('photo', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), 'photo.jpg');
  const { body } = await server.ask('POST', `${address}/evidence`, { as: server.operator, body: form });
  return { id: body.id as string, sha256: createHash('sha256').update(bytes).digest('hex') };
};

describe('[LEDGER5] what was kept before there was a ledger', () => {
  test('is sealed at the start, in its order, and says that it was sealed later', async () => {
    const report = await verify(await readExport());
    expect(report).toMatchObject({ fault: null, project: 'k-park' });
    const records = await readRecords();
    expect(new Set(records.map((record) => record.kind))).toEqual(new Set(['sealed-later']));
    expect(records[0]?.body).toMatchObject({ of: 'baseline-revision', revision: 1, weightSum: 100 });
    const entries = readRows(server.dataDirectory, `select id from progress_entry where project = 'k-park'`);
    const sealed = records.flatMap((record) =>
      typeof record.body['entry'] === 'string' ? [record.body['entry']] : [],
    );
    expect(sealed.toSorted()).toEqual(entries.map((row) => String(row['id'])).toSorted());
    expect(records.every((record) => record.at === '2026-11-23T20:30:00.000Z')).toBe(true);
    expect(records.map((record) => record.body['of'])).toContain('correction');
    expect(records.every((record) => ['fact', 'sample'].includes(String(record.body['provenance'])))).toBe(true);
  });

  test('is sealed once, however often the server starts, and the key stays', async () => {
    const before = await readExport();
    await server.restart();
    expect(await readExport()).toBe(before);
    const key = await stat(path.join(server.dataDirectory, 'secrets', 'ledger.key'));
    expect(key.mode & 0o777).toBe(0o600);
  });
});

describe('[LEDGER4] a post and its record are one transaction', () => {
  test('progress, with its photo, what it was before, and the percent it made', async () => {
    const photo = await uploadPhoto();
    expect(await readExport()).not.toContain(photo.sha256);
    const { body } = await postUnits(5, { evidence: [photo.id], note: 'Section 5 stands.' });
    const records = await readRecords();
    expect(records.at(-2)).toMatchObject({ kind: 'evidence', body: { evidence: photo.id, sha256: photo.sha256 } });
    expect(records.at(-1)).toMatchObject({
      kind: 'progress-entry',
      body: {
        item: 'M06',
        dataDate: '2026-11-15',
        measurement: { method: 'units', done: 5, total: 20 },
        before: { method: 'units', done: 4, total: 20 },
        percentBp: 2_500,
        projectPercentBp: body.progress.percentBp,
        baselineRevision: 1,
        by: 'administrator',
        evidence: [{ evidence: photo.id, sha256: photo.sha256 }],
        provenance: 'sample',
      },
    });
    expect(await verify(await readExport())).toMatchObject({ fault: null, covered: records.length });
  });

  test('a photo that two posts carry is sealed once', async () => {
    const photo = await uploadPhoto();
    await postUnits(6, { evidence: [photo.id] });
    await postUnits(7, { evidence: [photo.id] });
    const sealed = (await readRecords()).filter(
      ({ kind, body }) => kind === 'evidence' && body['evidence'] === photo.id,
    );
    expect(sealed).toHaveLength(1);
  });

  test('a correction, a milestone reached, an unplanned one', async () => {
    await postUnits(6, { correction: { reason: 'rework', note: 'Column 12 is cast again.' } });
    expect((await readRecords()).at(-1)).toMatchObject({ kind: 'correction', body: { correction: 'rework' } });
    const reach = { title: { en: 'Crane stands' }, kind: 'public', actual: '2026-11-20', note: null, evidence: [] };
    const added = await server.ask('POST', `${address}/milestones`, { as: server.operator, body: reach });
    expect(added.status).toBe(201);
    const last = (await readRecords()).at(-1);
    expect(last).toMatchObject({
      kind: 'milestone-reached',
      body: { item: 'X01', actual: '2026-11-20', percentBp: null },
    });
  });

  test('a refused post leaves no record', async () => {
    const before = await readExport();
    expect((await postUnits(3)).body.code).toBe('progress.falls');
    expect((await postUnits(19, { evidence: ['nothing'] })).status).toBe(404);
    expect(await readExport()).toBe(before);
  });

  test('posts at one instant take one number each', async () => {
    const before = (await readRecords()).length;
    const items = ['M05', 'M07', 'M09'] as const;
    const { items: plan } = (await server.ask('GET', `${address}/milestones`)).body;
    const answers = await Promise.all(
      items.map((item) => {
        const { version, total } = plan.find((one: { code: string }) => one.code === item);
        const measurement = { method: 'units', done: total, total };
        const body = { item, dataDate: '2026-11-24', measurement, expectedVersion: version };
        return server.ask('POST', `${address}/progress`, { as: server.operator, body });
      }),
    );
    expect(answers.map((answer) => answer.status).filter((status) => status === 201).length).toBeGreaterThanOrEqual(1);
    const made = answers.filter((answer) => answer.status === 201).length;
    expect(await verify(await readExport())).toMatchObject({ fault: null, records: before + made });
  });
});

describe('[LEDGER6] what a record may not hold', () => {
  test('no money, no person, no note: neither in the export nor in the pages of records', async () => {
    const note = 'Canary-Note-7 of Mrs Example';
    await postUnits(8, { dataDate: '2026-11-24', note });
    const cost = { period: '2026-11-23', amountMinor: 777_123_456_789, basis: 'paid', source: 'Canary-Source-7', note };
    const posted = await server.ask('POST', `${address}/costs`, { as: server.operator, body: cost });
    expect(posted.status, JSON.stringify(posted.body)).toBe(201);
    const paged = await server.ask('GET', `${address}/ledger?limit=1000`);
    const said = (await readExport()) + JSON.stringify(paged.body);
    const sums = 'select budget_minor as sum from project_cost union select amount_minor from cost_entry';
    const money = readRows(server.dataDirectory, sums).map((row) => String(row['sum']));
    expect(money.length).toBeGreaterThan(1);
    for (const canary of [note, 'Canary', '777123456789', ...money, 'Minor', 'operator', '"demo"']) {
      expect(said, canary).not.toContain(canary);
    }
  });

  test('whoever may see the figures can check every commitment; nobody else gets an opening', async () => {
    const openings = (await server.ask('GET', `${address}/ledger/openings`, { as: server.operator })).body.items;
    expect(openings.some((one: { field: string }) => one.field === 'cost')).toBe(true);
    const persons = ['person', 'verifier', 'approver'];
    expect(openings.some((one: { field: string }) => persons.includes(one.field))).toBe(false);
    const records = await readRecords();
    for (const { n, field, salt, content } of openings) {
      const sealed = records[n - 1]?.body['sealed'] as Record<string, string>;
      expect(await commitTo({ field, salt, content: JSON.parse(content) })).toBe(sealed[field]);
    }
    expect((await server.ask('GET', `${address}/ledger/openings`)).status).toBe(401);
  });
});

describe('[LEDGER7] heads', () => {
  test('the newest head and each day’s last stand at stable addresses, signed, and in the chain', async () => {
    const { head } = (await server.ask('GET', `${address}/ledger/head`)).body;
    const report = await verify(await readExport());
    expect(report.head).toEqual({ n: head.n, hash: head.hash });
    expect(report.keys).toEqual([head.key]);
    expect(head.day).toBe('2026-11-24');
    const { items } = (await server.ask('GET', `${address}/ledger/heads`)).body;
    expect(items).toEqual([head]);
  });

  test('records come in pages, whole and in order', async () => {
    const lines: string[] = [];
    for (let after: number | null = 0; after !== null;) {
      const { body } = await server.ask('GET', `${address}/ledger?after=${after}&limit=7`);
      lines.push(...body.items.map((item: { line: string }) => item.line));
      after = body.next;
    }
    expect(lines.map((line) => JSON.parse(line) as LedgerRecord)).toEqual(await readRecords());
  });

  test('a project without a history has an empty chain, an unknown one none', async () => {
    const empty = await server.ask('GET', '/api/projects/iconic-towers/ledger/head');
    expect(empty.body).toEqual({ head: null });
    const file = (await server.ask('GET', '/api/projects/iconic-towers/ledger/export.jsonl')).body as string;
    expect(await verify(file)).toMatchObject({ fault: null, records: 0 });
    for (const bad of ['no-such', '..%2f..', 'A B']) {
      const answer = await server.ask('GET', `/api/projects/${encodeURIComponent(bad)}/ledger/export.jsonl`);
      expect([answer.status, answer.body.code]).toEqual([404, 'project.not-found']);
    }
    expect((await server.ask('GET', `${exportAddress}?x=1`)).body.code).toBe('request.invalid');
    expect((await server.ask('POST', exportAddress, { body: {} })).body.code).toBe('request.method');
    expect((await server.ask('GET', `${address}/ledger?limit=5000`)).body.field).toBe('limit');
  });
});

test('[LEDGER2] a new key goes on with the chain, and the export names both', async () => {
  const old = await verify(await readExport());
  await writeFile(path.join(server.dataDirectory, 'secrets', 'ledger.key'), await createKeyText());
  await server.restart();
  await postUnits(9, { dataDate: '2026-11-24' });
  const report = await verify(await readExport());
  expect(report).toMatchObject({ fault: null, records: old.records + 2 });
  expect(report.keys).toHaveLength(2);
  expect(report.keys[0]).toBe(old.keys[0]);
  expect((await readRecords()).at(-2)).toMatchObject({ kind: 'key-changed', body: { from: old.keys[0] } });
});

test('[LEDGER3] one byte changed in the database’s file is named with its record', async () => {
  const records = await readRecords();
  const victim = records[11];
  if (!victim) throw new Error('the demo has more records');
  const file = path.join(server.dataDirectory, 'server', 'sitecast.db');
  await server.restart(async () => {
    const bytes = await readFile(file);
    // Inside the body, which ends before the hash.
    const index = bytes.indexOf(`"hash":"${victim.hash}"`) - 6;
    expect(index).toBeGreaterThan(0);
    bytes[index] = (bytes[index] ?? 0) ^ 1;
    await writeFile(file, bytes);
  });
  const report = await verify(await readExport());
  expect(report.fault).toMatchObject({ n: 12 });
  expect(['changed', 'unreadable']).toContain(report.fault?.why);
});
