import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeCsv, type ScheduleExport } from '@sitecast/schedule';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPage } from '../../app/testing/open-page.ts';
import { hashState, readRows } from '../../app/testing/read-database.ts';
import {
  startTestServer,
  type TestAnswer,
  type TestCaller,
  type TestServer,
} from '../../app/testing/start-test-server.ts';

const examples = path.join(import.meta.dirname, '../../../../../packages/schedule/examples');
const base = '/api/projects/k-park/imports';

let server: TestServer;
let manager: TestCaller;
let investor: TestCaller;
let owner: TestCaller;
beforeAll(async () => {
  server = await startTestServer();
  manager = await server.addPerson({ login: 'pm@import.kz', role: 'project-manager', projects: ['k-park'] });
  owner = await server.addPerson({ login: 'ow@import.kz', role: 'owner', projects: null });
  investor = await server.addPerson({ login: 'in@import.kz', role: 'investor', projects: ['k-park'] });
});
afterAll(() => server.close());

function upload(
  bytes: Uint8Array | string,
  options: { as?: TestCaller; name?: string; headers?: Record<string, string>; project?: string } = {},
): Promise<TestAnswer> {
  const body = new FormData();
  body.append(
    'schedule',
    new Blob([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)]),
    options.name ?? 'plan.csv',
  );
  const { as = manager, headers = {}, project = 'k-park' } = options;
  return server.ask('POST', `/api/projects/${project}/imports`, { as, body, headers });
}
const example = (name: string): Promise<Buffer> => readFile(path.join(examples, name));
const accept = (id: string, reason = 'new contract', as = manager) =>
  server.ask('POST', `${base}/${id}/accept`, { as, body: { reason } });
const approve = (proposal: string, { as = owner, project = 'k-park' } = {}) =>
  server.ask('POST', `/api/projects/${project}/baselines/${proposal}/approve`, { as, body: { note: null } });
const readProgress = async () => (await server.ask('GET', '/api/projects/k-park/progress')).body;

describe('from a file to the public curve', () => {
  test('[INV3] [INV9] export → change → preview → accept: a new revision, the curve moves, the old one stays', async () => {
    const before = await readProgress();
    const milestones = (await server.ask('GET', '/api/projects/k-park/milestones')).body.items;
    const exported = await server.ask('GET', '/api/projects/k-park/plan.csv');
    expect(exported.headers.get('content-disposition')).toBe('attachment; filename="k-park-plan.csv"');
    // The same plan again changes nothing.
    const same = await upload(exported.body);
    expect(same.status, JSON.stringify(same.body)).toBe(201);
    expect(same.body.difference).toMatchObject({ added: [], gone: [], changed: [] });
    expect(same.body).toMatchObject({ state: 'proposed', format: 'csv', basedOnRevision: 1, percentBeforeBp: 3_500 });

    // Twice the last weighted item and more, an item without weight left out, one more at the end.
    const plan: ScheduleExport = (await server.ask('GET', '/api/projects/k-park/plan.json')).body;
    const weighted = milestones.filter((one: { weight: number }) => one.weight > 0);
    const heavier = weighted.at(-1).code as string;
    const gone = milestones.find(
      (one: { weight: number; state: string }) => one.weight === 0 && one.state === 'planned',
    );
    const items = plan.items
      .filter((item) => item.code !== gone.code)
      .map((item) => (item.code === heavier ? { ...item, weight: item.weight * 2 + 20 } : item));
    const hall = {
      ...{ phase: null, workDays: null },
      ...{ code: 'N01', title: { en: 'New hall' }, kind: 'phase-gate', method: 'start-finish', unit: null, steps: [] },
      ...{ weight: 30, start: '2027-01-01', finish: '2027-12-31', forecast: null, actual: null, percentBp: null },
      ...{ done: null, total: null },
    };
    const file = writeCsv({ ...plan, items: [...items, hall] });
    const preview = await upload(file, { name: 'план.csv' });
    expect(preview.status, JSON.stringify(preview.body)).toBe(201);
    expect(preview.body.fileName).toBe('план.csv');
    expect(preview.body.difference.added.map((one: { code: string }) => one.code)).toEqual(['N01']);
    expect(preview.body.difference.gone.map((one: { code: string }) => one.code)).toEqual([gone.code]);
    expect(preview.body.difference.changed).toMatchObject([{ code: heavier, fields: [{ field: 'weight' }] }]);
    expect(await readProgress()).toEqual(before);

    const accepted = await accept(preview.body.id);
    expect(accepted.status, JSON.stringify(accepted.body)).toBe(201);
    const { proposal } = accepted.body;
    expect(accepted.body.import).toMatchObject({ state: 'accepted', proposal: proposal.id, reason: 'new contract' });
    // Proposed is not public, and nobody approves what they proposed.
    expect(await readProgress()).toEqual(before);
    expect((await approve(proposal.id, { as: manager })).status).toBe(403);

    const page = await openPage(server.url);
    const { body: view } = await server.ask('GET', '/api/projects/k-park');
    await page.watch({ topic: 'project', code: 'k-park', since: view.seq });
    const approved = await approve(proposal.id);
    expect(approved.status, JSON.stringify(approved.body)).toBe(200);
    const told = await page.nextEvent((event) => event.type === 'baseline:revised');
    page.close();

    const after = await readProgress();
    expect(told.type === 'baseline:revised' && told.payload.progress).toEqual(after);
    expect(after.baselineRevision).toBe(2);
    expect(after.percentBp).toBeLessThan(before.percentBp);
    expect(after.percentBp).toBe(preview.body.percentAfterBp);
    expect(after.plannedFinish).toBe('2027-12-31');
    const step = after.curve.find((point: { date: string }) => point.date === after.dataDate);
    expect(step).toMatchObject({ correctedFromBp: before.percentBp, correctionReason: 'scope' });
    const listed = (await server.ask('GET', '/api/projects/k-park/milestones')).body.items;
    const find = (code: string) => listed.find((one: { code: string }) => one.code === code);
    expect(find(gone.code)).toMatchObject({ state: 'cancelled', weight: 0 });
    expect(find('N01')).toMatchObject({ weight: 30, baseline: { to: '2027-12-31' }, version: 0, percentBp: null });
    // A window stays a window where the file repeats its last day.
    for (const one of milestones) {
      if (one.code !== gone.code) expect(find(one.code).baseline, one.code).toEqual(one.baseline);
    }

    const old = readRows(
      server.dataDirectory,
      `select weight from baseline_item where project = 'k-park' and revision = 1 and code = ?`,
      heavier,
    );
    expect(old[0]?.['weight']).toBe(weighted.at(-1).weight);
    const audit = readRows(server.dataDirectory, `select action from audit where entity = 'import' order by rowid`);
    expect(audit.map((row) => row['action'])).toEqual(['import.upload', 'import.upload', 'import.accept']);
    // The first day stands in the file alone, and comes back with the export.
    const again: ScheduleExport = (await server.ask('GET', '/api/projects/k-park/plan.json')).body;
    expect(again.items.find((item) => item.code === 'N01')).toMatchObject({ start: '2027-01-01' });

    // The one that was compared with revision 1 would undo what was accepted meanwhile.
    expect((await accept(same.body.id)).body.code).toBe('import.outdated');
  });

  test('[PCT4] a file that knows last days alone leaves the curve of what it repeats, and previews the end it proposes', async () => {
    const before = await readProgress();
    const planned = (progress: typeof before) =>
      progress.curve.map((point: { date: string; plannedBp: number }) => [point.date, point.plannedBp]);
    const plan: ScheduleExport = (await server.ask('GET', '/api/projects/k-park/plan.json')).body;
    const ask = async (items: ScheduleExport['items']) => {
      const preview = await upload(writeCsv({ ...plan, items }));
      const accepted = await accept(preview.body.id);
      expect(accepted.status, JSON.stringify(accepted.body)).toBe(201);
      return { difference: preview.body.difference, proposal: accepted.body.proposal };
    };
    const same = await ask(plan.items);
    expect(same.difference).toMatchObject({ finishBefore: before.plannedFinish, finishAfter: before.plannedFinish });
    expect(same.proposal.plannedFinish).toBe(before.plannedFinish);
    const shown = same.proposal.curve.map((point: { date: string; plannedBp: number }) => [
      point.date,
      point.plannedBp,
    ]);
    expect(shown).toEqual(planned(before).filter(([, bp]: [string, number | null]) => bp !== null));
    const [last] = plan.items.filter((item) => item.weight > 0 && item.actual === null).slice(-1);
    const later = plan.items.map((item) => (item.code === last!.code ? { ...item, finish: '2028-03-31' } : item));
    const moved = await ask(later);
    expect(moved.difference.finishAfter).toBe(moved.proposal.plannedFinish);
    expect(moved.difference.finishAfter > before.plannedFinish).toBe(true);
  });

  test('work goes on after it: a new item is posted on', async () => {
    const { percentBp, dataDate } = await readProgress();
    const body = {
      item: 'N01',
      dataDate,
      measurement: { method: 'start-finish', started: true, finished: false },
      note: null,
      evidence: [],
      correction: null,
      expectedVersion: 0,
    };
    const posted = await server.ask('POST', '/api/projects/k-park/progress', { as: manager, body });
    expect(posted.status, JSON.stringify(posted.body)).toBe(201);
    expect((await readProgress()).percentBp).toBeGreaterThanOrEqual(percentBp);
  });

  test.each([
    ['sample-tower.xer', 'xer', 6],
    ['sample-school.p6.xml', 'p6-xml', 4],
    ['sample-park.mspdi.xml', 'mspdi', 4],
    ['sample-milestones.csv', 'csv', 4],
  ])('%s becomes the first plan of a project without one', async (name, format, items) => {
    const project = 'iconic-towers';
    const all = { token: server.operator.token! };
    const preview = await upload(await example(name), { as: all, project, name });
    expect(preview.status, JSON.stringify(preview.body)).toBe(201);
    expect(preview.body).toMatchObject({ format, items, state: 'proposed' });
    expect(preview.body.difference.added.length).toBeGreaterThan(0);
    const answer = await server.ask('POST', `/api/projects/${project}/imports/${preview.body.id}/accept`, {
      as: all,
      body: { reason: `plan of ${name}` },
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    const approved = await approve(answer.body.proposal.id, { project });
    expect(approved.status, JSON.stringify(approved.body)).toBe(200);
    const view = await server.ask('GET', `/api/projects/${project}`);
    expect(view.status).toBe(200);
    expect(view.body.progress.baselineRevision).toBe(answer.body.proposal.baseRevision + 1);
    expect(view.body.progress.curve.at(-1).plannedBp).toBe(10_000);
    for (const form of ['csv', 'json', 'xml']) {
      const exported = await server.ask('GET', `/api/projects/${project}/plan.${form}`);
      expect(exported.status).toBe(200);
      if (form === 'json') continue;
      const again = await upload(exported.body, { as: all, project });
      expect(again.status, JSON.stringify(again.body)).toBe(201);
      expect([again.body.difference.added, again.body.difference.gone]).toEqual([[], []]);
    }
  });

  test('a rejected import leaves no trace but its own, and is decided once', async () => {
    const before = await readProgress();
    const preview = await upload(await example('sample-tower.xer'));
    const { id } = preview.body;
    const rejected = await server.ask('POST', `${base}/${id}/reject`, { as: manager });
    expect(rejected.body).toMatchObject({ state: 'rejected', proposal: null });
    expect(await readProgress()).toEqual(before);
    expect((await accept(id)).body).toMatchObject({ status: 409, code: 'import.decided' });
    const list = await server.ask('GET', base, { as: manager });
    expect(list.body.items[0]).toMatchObject({ id, state: 'rejected' });
    expect((await server.ask('GET', `${base}/${id}`, { as: manager })).body).toMatchObject({ id, format: 'xer' });
  });

  test('[IDEM2] accepting twice under one key makes one proposal', async () => {
    const preview = await upload((await server.ask('GET', '/api/projects/k-park/plan.csv')).body);
    const headers = { 'idempotency-key': 'accept-once-0123456789' };
    const send = () =>
      server.ask('POST', `${base}/${preview.body.id}/accept`, { as: manager, body: { reason: 'again' }, headers });
    const answers = await Promise.all([send(), send(), send()]);
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map((answer) => answer.body.proposal.id)).size).toBe(1);
  });
});

describe('[ERR3] what is refused', () => {
  const header = 'milestone_code,weight,baseline_date\n';
  const wbs = (rows: string): string =>
    `ERMHDR\t19.12\n%T\tPROJECT\n%F\tproj_id\n%R\t1\n%T\tPROJWBS\n%F\twbs_id\tproj_id\twbs_short_name\tparent_wbs_id\n${rows}%T\tTASK\n%F\ttask_id\tproj_id\twbs_id\ttask_code\n%R\t1\t1\t1\tA1\n%E\n`;
  const laughs = `<!DOCTYPE l [<!ENTITY a "ha">${'<!ENTITY b "&a;&a;">'.repeat(30)}]><Project>&b;</Project>`;
  // Ten megabytes of zeroes as the kilobytes an XLSX or a ZIP has of them.
  const bomb = gzipSync(Buffer.alloc(10_000_000));
  test.each<[string, string | Uint8Array, string, number | null, string?]>([
    ['a percent above 100', `milestone_code,weight,percent\nM1,5,"100,5"\n`, 'percent.range', 2, 'percent'],
    ['a percent below 0', 'milestone_code,weight,percent\nM1,5,-1\n', 'percent.range', 2, 'percent'],
    ['a cyclic WBS', wbs('%R\t1\t1\tA\t2\n%R\t2\t1\tB\t1\n'), 'wbs.cycle', 7, 'parent_wbs_id'],
    ['an entity bomb', laughs, 'xml.doctype', 1],
    ['a gzip bomb', bomb, 'file.unknown', null],
    ['a zip bomb', Buffer.concat([Buffer.from('PK\u0003\u0004'), bomb]), 'file.unknown', null],
    [
      'another code page than it says',
      Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\n<Project><Title>\xcf\xf0</Title></Project>', 'latin1'),
      'encoding.invalid',
      2,
    ],
    ['a cut XML', '<Project xmlns="http://schemas.microsoft.com/project">\n<Tasks><Task>', 'xml.malformed', 2],
    ['a code that is missing', `${header},5,2026-12-31\n`, 'code.missing', 2, 'milestone_code'],
    [
      'a document type',
      '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Project>&e;</Project>',
      'xml.doctype',
      1,
    ],
    ['a duplicate code', `${header}M1,5,2026-12-31\nM1,6,2026-12-31\n`, 'code.duplicate', 3, 'milestone_code'],
    ['weights of zero', `${header}M1,0,2026-12-31\n`, 'weights.zero', null],
    ['no days', `${header}M1,5,\n`, 'date.needed', 2],
    ['a cut XER', 'ERMHDR\t19.12\n%T\tPROJECT\n%F\tproj_id\n%R\t1\n', 'file.truncated', 4],
    [
      'actual days of the future',
      'milestone_code,weight,actual_date\nM1,5,2099-01-01\n',
      'actual.future',
      2,
      'actual_date',
    ],
    ['a text', 'Dear all, the plan follows.', 'file.unknown', 1],
    ['a ZIP', 'PK\u0003\u0004rest', 'file.unknown', null],
    ['a depth of 100,000', `<Project>${'<a>'.repeat(100_000)}`, 'xml.too-deep', 1],
  ])('%s: named with line and field, nothing is kept', async (_, text, code, line, field) => {
    const before = hashState(server.dataDirectory);
    const answer = await upload(text);
    expect(answer.body).toMatchObject({ status: 422, code: 'import.refused' });
    expect(answer.body.current.errors[0]).toMatchObject({ code, line });
    expect(answer.body.fields[0].message).toBe(code);
    if (line !== null) expect(answer.body.field).toContain(`line ${line}`);
    if (field !== undefined) expect(answer.body.field).toContain(field);
    expect(hashState(server.dataDirectory)).toBe(before);
  });

  test('a million tasks end at the limit, and the server answers others meanwhile', async () => {
    const before = hashState(server.dataDirectory);
    const row = '%R\t1\t7\tA1\n';
    const text = `ERMHDR\n%T\tPROJECT\n%F\tproj_id\n%R\t7\n%T\tTASK\n%F\ttask_id\tproj_id\ttask_code\n${row.repeat(1e6)}%E\n`;
    const reading = upload(text);
    let answers = 0;
    const isDone = { value: false };
    void reading.finally(() => (isDone.value = true));
    while (!isDone.value) {
      expect((await server.ask('GET', '/api/projects/k-park/progress')).status).toBe(200);
      if (!isDone.value) answers += 1;
    }
    const answer = await reading;
    expect(answer.body.current.errors).toMatchObject([{ code: 'limit.tasks', value: '200000' }]);
    // A server that read the file by itself would answer none of them before it is done.
    expect(answers).toBeGreaterThan(1);
    expect(hashState(server.dataDirectory)).toBe(before);
  });

  test('a file beyond the limit, another field, nothing at all', async () => {
    const before = hashState(server.dataDirectory);
    expect((await upload(new Uint8Array(48 * 1_024 * 1_024 + 1))).body.code).toBe('request.too-large');
    const other = new FormData();
    other.append('photo', new Blob(['x']), 'x');
    expect((await server.ask('POST', base, { as: manager, body: other })).body).toMatchObject({ field: 'photo' });
    expect((await upload('')).body).toMatchObject({ code: 'request.invalid', field: 'schedule' });
    expect(hashState(server.dataDirectory)).toBe(before);
  });

  test('only managers of the project may look at imports, and the export holds no money', async () => {
    expect((await upload('x', { as: investor })).body.code).toBe('permission.denied');
    expect((await server.ask('GET', base)).body.code).toBe('session.required');
    expect((await upload('x', { project: 'iconic-towers' })).body.code).toBe('permission.denied');
    const preview = await upload(await example('sample-tower.xer'));
    expect(JSON.stringify(preview.body)).not.toContain('5000000000');
    const exported = await server.ask('GET', '/api/projects/k-park/plan.json');
    expect(JSON.stringify(exported.body)).not.toMatch(/budget|cost/i);
    expect((await server.ask('GET', '/api/projects/k-park/plan.csv?x=1')).body.code).toBe('request.invalid');
    expect((await server.ask('GET', '/api/projects/nowhere/plan.csv')).body.code).toBe('project.not-found');
  });
});
