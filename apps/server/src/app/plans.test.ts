import type { PlanItemView, PlanView } from '@sitecast/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestCaller, type TestServer } from './testing/start-test-server.ts';
import { uploadPhoto } from './testing/upload-photo.ts';

const clock = { now: () => Date.parse('2027-02-10T06:00:00.000Z') };
const base = '/api/projects/k-park';
let server: TestServer;
let manager: TestCaller;
let verifier: TestCaller;
let owner: TestCaller;

beforeAll(async () => {
  server = await startTestServer({}, { clock });
  const projects = ['k-park'];
  manager = await server.addPerson({ login: 'pm@example.kz', role: 'project-manager', projects });
  verifier = await server.addPerson({ login: 'v@example.kz', role: 'verifier', projects });
  owner = await server.addPerson({ login: 'o@example.kz', role: 'owner', projects });
});
afterAll(() => server.close());

const readPlan = async (): Promise<PlanView> => (await server.ask('GET', `${base}/plan`, { as: manager })).body;
const propose = async (change: Partial<PlanView>, more: Record<string, unknown> = {}) => {
  const plan = await readPlan();
  const { items, phases, calendar, weightBasis } = { ...plan, ...change };
  const body = { expectedRevision: plan.revision, reason: 'Planned anew.', items, phases, calendar, weightBasis };
  return server.ask('POST', `${base}/baselines`, { as: manager, body: { ...body, ...more } });
};
const approve = (proposal: string) =>
  server.ask('POST', `${base}/baselines/${proposal}/approve`, { as: owner, body: {} });
const readItem = async (code: string) =>
  (await server.ask('GET', `${base}/milestones`)).body.items.find((one: { code: string }) => one.code === code);
const post = async (item: string, measurement: unknown, more: Record<string, unknown> = {}) => {
  const { version } = await readItem(item);
  const body = { item, dataDate: '2027-02-08', measurement, expectedVersion: version, ...more };
  return server.ask('POST', `${base}/progress`, { as: manager, body });
};
const item = (code: string, more: Partial<PlanItemView>): PlanItemView => ({
  ...{ code, title: { en: code }, kind: 'contractual', weight: 10, method: 'units', unit: null, total: null },
  ...{ steps: [], baseline: { from: '2027-08-31', to: '2027-08-31', precision: 'day' }, cancelled: false },
  ...{ phase: 'P3', start: '2027-01-11' },
  ...more,
});
const quantity = (code: string, weight: number, total: number, unit: string) => ({
  ...{ code, title: { en: code }, weight, total, unit },
});

describe('a plan in phases', () => {
  test('[INV13] K-Park has phases and a calendar, and its phases add up to its percent and its plan', async () => {
    const { body } = await server.ask('GET', `${base}/progress`);
    expect(body.provenance.kind).toBe('sample');
    expect(body.calendar).toMatchObject({ week: [1, 2, 3, 4, 5, 6], holidays: 'kz' });
    const weigh = (pick: 'percentBp' | 'plannedBp') =>
      body.phases.reduce((sum: number, phase: Record<string, number>) => sum + phase.weight! * phase[pick]!, 0) / 100;
    expect(body.phases.map((phase: { code: string }) => phase.code)).toEqual(['P1', 'P2', 'P3', 'P4', 'P5']);
    expect(Math.abs(weigh('percentBp') - body.percentBp)).toBeLessThan(1);
    expect(Math.abs(weigh('plannedBp') - body.plannedBp)).toBeLessThan(1);
  });

  test.each([
    [
      'phases in a circle',
      {
        phases: [
          { code: 'A', parent: 'B' },
          { code: 'B', parent: 'A' },
        ],
      },
      'phases',
    ],
    [
      'a phase twice',
      {
        phases: [
          { code: 'A', parent: null },
          { code: 'A', parent: null },
        ],
      },
      'phases.1.code',
    ],
    ['a phase in one that is not there', { phases: [{ code: 'A', parent: 'Z' }] }, 'phases'],
  ])('%s is refused by name and changes nothing', async (_, change, field) => {
    const { items, revision } = await readPlan();
    const phases = change.phases.map((phase) => ({ ...phase, title: { en: phase.code } }));
    const bare = items.map((one) => ({ ...one, phase: null }));
    const answer = await propose({ items: bare, phases });
    expect([answer.status, answer.body.code]).toEqual([422, 'baseline.invalid']);
    expect(answer.body.fields.map((one: { field: string }) => one.field)).toContain(field);
    expect((await readPlan()).revision).toBe(revision);
  });

  test('weights all zero, a code twice, an unknown phase and a start after the end name their rows', async () => {
    const { items } = await readPlan();
    const fieldsOf = async (changed: PlanItemView[]) =>
      ((await propose({ items: changed })).body.fields as { field: string }[]).map((one) => one.field);
    expect(await fieldsOf(items.map((one) => ({ ...one, weight: 0 })))).toContain('items');
    expect(await fieldsOf([...items, item('M05', {})])).toContain(`items.${items.length}.code`);
    expect(await fieldsOf([...items, item('N01', { phase: 'P9', total: 3 })])).toContain(`items.${items.length}.phase`);
    const late = item('N01', { start: '2027-12-31', total: 3 });
    expect(await fieldsOf([...items, late])).toContain(`items.${items.length}.start`);
  });

  test.each([
    [{ week: [] }, 'calendar.week'],
    [{ week: [1, 1] }, 'calendar.week'],
    [{ minutesPerDay: 0 }, 'calendar.minutesPerDay'],
    [{ exceptions: [{ from: '2027-02-02', to: '2027-02-01', works: true, name: null }] }, 'calendar.exceptions.0'],
  ])('a calendar with %j is refused', async (change, field) => {
    const { calendar } = await readPlan();
    const answer = await propose({}, { calendar: { ...calendar, ...change } });
    expect([answer.status, answer.body.field]).toEqual([400, field]);
  });
});

describe('every method of measuring', () => {
  test('a plan with all of them is proposed, approved by another person, and public with its phases', async () => {
    const plan = await readPlan();
    const phases = [...plan.phases, { code: 'P6', parent: 'P3', title: { en: 'Supervision' } }];
    const added = [
      item('N01', { method: 'weighted-units', steps: [quantity('pipe', 3, 100, 'm'), quantity('cable', 1, 10, 'km')] }),
      item('N02', { method: 'start-finish', startCreditBp: 5_000 }),
      item('N03', {
        method: 'time-ratio',
        phase: 'P6',
        start: '2027-02-01',
        baseline: { from: '2027-02-13', to: '2027-02-13', precision: 'day' },
      }),
      item('N04', { method: 'cost-ratio', phase: 'P6' }),
    ];
    const answer = await propose({ items: [...plan.items, ...added], phases, weightBasis: 'cost' });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    expect((await readPlan()).items.map((one) => one.code)).not.toContain('N01');
    expect((await approve(answer.body.id)).status).toBe(200);
    const { body } = await server.ask('GET', `${base}/progress`);
    expect(body.receipt.weightBasis).toBe('cost');
    expect(body.phases.find((one: { code: string }) => one.code === 'P6')).toMatchObject({ parent: 'P3', weight: 20 });
    expect(await readItem('N02')).toMatchObject({ startCreditBp: 5_000, start: '2027-01-11', phase: 'P3' });
  });

  test('weighted quantities earn by their weights; a quantity or total that is not the plan’s is named', async () => {
    const parts = [
      { code: 'pipe', done: 50, total: 100 },
      { code: 'cable', done: 30, total: 10 },
    ];
    const answer = await post('N01', { method: 'weighted-units', parts });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    expect(answer.body.milestone).toMatchObject({ percentBp: 6_250 });
    expect(answer.body.milestone.steps).toMatchObject([
      { code: 'pipe', done: 50, total: 100, unit: 'm', reached: false },
      { code: 'cable', done: 30, total: 10, unit: 'km', reached: true },
    ]);
    const unknown = await post('N01', { method: 'weighted-units', parts: [{ code: 'tape', done: 1, total: 1 }] });
    expect([unknown.status, unknown.body.field]).toEqual([422, 'measurement.parts.0.code']);
    const total = await post('N01', { method: 'weighted-units', parts: [{ code: 'pipe', done: 60, total: 90 }] });
    expect([total.status, total.body.field]).toEqual([422, 'measurement.parts.0.total']);
    const twice = await post('N01', { method: 'weighted-units', parts: [parts[0], parts[0]] });
    expect([twice.status, twice.body.field]).toEqual([422, 'measurement.parts.1.code']);
    const falls = await post('N01', { method: 'weighted-units', parts: [parts[0]] });
    expect([falls.status, falls.body.code]).toEqual([422, 'progress.falls']);
  });

  test('the start earns what was agreed', async () => {
    const answer = await post('N02', { method: 'start-finish', started: true, finished: false });
    expect(answer.body.milestone.percentBp).toBe(5_000);
  });

  test('[PCT6] time is counted by the server in working days of the project', async () => {
    // Monday 1 to Saturday 13 February 2027 in a week of six days: 12 days, of which 7 are over on the 8th.
    const answer = await post('N03', { method: 'time-ratio' });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    expect(answer.body.milestone.percentBp).toBe(5_833);
    const typed = await post('N03', { method: 'time-ratio', elapsedDays: 12, totalDays: 12 });
    expect(typed.status).toBe(400);
  });

  test('[PCT6] [INV12] a share of money is public, the money is nowhere', async () => {
    const measurement = { method: 'cost-ratio', spentMinor: 731_913_700, budgetMinor: 2_927_654_800 };
    const answer = await post('N04', measurement);
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    expect(answer.body.milestone).toMatchObject({ percentBp: 2_500, done: null, total: null });
    const budget = await post('N04', { ...measurement, budgetMinor: 1_000_000_000 });
    expect([budget.status, budget.body.field]).toEqual([422, 'measurement.budgetMinor']);
    for (const outlet of [
      '',
      '/progress',
      '/milestones',
      '/ledger',
      '/ledger/export.jsonl',
      '/plan.json',
      '/plan.csv',
    ]) {
      const { body } = await server.ask('GET', `${base}${outlet}`);
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      expect(text, outlet).not.toMatch(/731\D?913|2\D?927\D?654/);
    }
  });

  test('[PCT4] every method earns investors the same percent as the public, as it stands and as of a day', async () => {
    const { body: open } = await server.ask('GET', `${base}/progress`);
    for (const asOf of ['', '?asOf=2027-02-08']) {
      const { body: sheet } = await server.ask('GET', `${base}/sheet${asOf}`, { as: server.operator });
      expect(sheet.figures.percentBp).toBe(open.percentBp);
      const listed = sheet.phases.map((phase: Record<string, unknown>) => [phase['code'], phase['percentBp']]);
      expect(listed).toEqual(open.phases.map((phase: Record<string, unknown>) => [phase['code'], phase['percentBp']]));
    }
  });

  test('[PCT7] [INV5] an estimate needs a photo and a second person, also where the manager answers for counts', async () => {
    const before = (await server.ask('GET', `${base}/progress`)).body.percentBp;
    const bare = await post('M08', { method: 'estimate', percentBp: 1_000 });
    expect([bare.status, bare.body.code, bare.body.field]).toEqual([422, 'progress.evidence', 'evidence']);
    const evidence = [await uploadPhoto(server, manager)];
    const answer = await post('M08', { method: 'estimate', percentBp: 1_000 }, { evidence });
    expect(answer.body.waiting).toMatchObject({ state: 'draft', rule: 'verified-is-approved' });
    expect((await server.ask('GET', `${base}/progress`)).body.percentBp).toBe(before);
    const path = `${base}/approvals/${answer.body.waiting.id}/verify`;
    expect((await server.ask('POST', path, { as: manager, body: {} })).status).toBe(403);
    expect((await server.ask('POST', path, { as: verifier, body: {} })).body.state).toBe('approved');
    expect(await readItem('M08')).toMatchObject({ percentBp: 1_000 });
  });

  test('the rules of credit stay once something was measured by them', async () => {
    const { items } = await readPlan();
    const changed = items.map((one) => (one.code === 'N02' ? { ...one, startCreditBp: 2_000 } : one));
    const answer = await propose({ items: changed });
    expect(answer.body.fields.map((one: { field: string }) => one.field)).toEqual([
      `items.${items.findIndex((one) => one.code === 'N02')}.startCreditBp`,
    ]);
  });
});

describe('the progress of a schedule file', () => {
  const upload = async (text: string) => {
    const form = new FormData();
    form.set('schedule', new Blob([text]), 'plan.csv');
    return server.ask('POST', `${base}/imports`, { as: manager, body: form });
  };

  test('[PCT8] is proposed with its plan, looked at by who approves it, and posted with both names', async () => {
    const csv: string = (await server.ask('GET', `${base}/plan.csv`)).body;
    const rows = csv
      .split('\r\n')
      .map((row) => (row.startsWith('N02,') ? row.replace(/,50,start-finish/, ',100,start-finish') : row));
    const file = rows.join('\r\n').replaceAll('2027-02-08', '2027-02-09');
    const preview = await upload(file);
    expect(preview.status, JSON.stringify(preview.body)).toBe(201);
    expect(preview.body.progress.find((one: { code: string }) => one.code === 'N02')).toMatchObject({
      percentBp: 10_000,
      dataDate: '2027-02-09',
    });
    const path = `${base}/imports/${preview.body.id}/accept`;
    const accepted = await server.ask('POST', path, { as: manager, body: { reason: 'Update 7', progress: true } });
    expect(accepted.status, JSON.stringify(accepted.body)).toBe(201);
    // Nothing is posted by a file alone.
    expect(await readItem('N02')).toMatchObject({ percentBp: 5_000 });
    expect((await approve(accepted.body.proposal.id)).status).toBe(200);
    expect(await readItem('N02')).toMatchObject({ percentBp: 10_000, state: 'awaiting-acceptance' });
    const { body } = await server.ask('GET', `${base}/progress`);
    const row = body.receipt.rows.find((one: { item: string }) => one.item === 'N02');
    expect(row).toMatchObject({ dataDate: '2027-02-09', postedBy: 'project-manager', approvedBy: 'owner' });
  });

  test('a percent that would fall is left aside and said', async () => {
    const csv: string = (await server.ask('GET', `${base}/plan.csv`)).body;
    const rows = csv
      .split('\r\n')
      .map((row) => (row.startsWith('N02,') ? row.replace(/,100,start-finish/, ',10,start-finish') : row));
    const preview = await upload(rows.join('\r\n'));
    expect(preview.body.progress.map((one: { code: string }) => one.code)).not.toContain('N02');
    expect(preview.body.warnings).toContainEqual(expect.objectContaining({ code: 'progress.kept', field: 'N02' }));
  });
});
