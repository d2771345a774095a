import type { MilestoneView, SlipView } from '@sitecast/contract';
import { digestText, digestWeights, toCanonicalJson, type Json } from '@sitecast/ledger';
import type { PlanItemView } from '@sitecast/contract';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPage, type TestPage } from './testing/open-page.ts';
import { hashState, openForWriting, readRows } from './testing/read-database.ts';
import { startTestServer, type TestCaller, type TestServer } from './testing/start-test-server.ts';

const clock = { now: () => Date.parse('2026-11-23T06:00:00.000Z') };
const base = '/api/projects/k-park';
let server: TestServer;
const people = new Map<string, TestCaller & { id: string }>();
let visitor: TestPage;

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
  visitor = await openPage(server.url);
  await visitor.watch({ topic: 'project', code: 'k-park', since: 1_000_000 });
});
afterAll(async () => {
  visitor.close();
  await server.close();
});

const as = (login: string): TestCaller & { id: string } => people.get(login) ?? { id: '' };
const read = async (address: string, who: TestCaller = {}) =>
  (await server.ask('GET', base + address, { as: who })).body;
const say = (login: string, address: string, body: unknown = {}) =>
  server.ask('POST', base + address, { as: as(login), body });
const readPlan = () => read('/plan', as('pm'));
const change = (items: PlanItemView[], code: string, more: Partial<PlanItemView>) =>
  items.map((item) => (item.code === code ? { ...item, ...more } : item));
const propose = async (edit: (items: PlanItemView[]) => PlanItemView[], more: Record<string, unknown> = {}) => {
  const plan = await readPlan();
  const body = { expectedRevision: plan.revision, reason: 'Steel comes later.', items: edit(plan.items), ...more };
  return say('pm', '/baselines', body);
};
const day = (date: string) => ({ from: date, to: date, precision: 'day' as const });

describe('a proposed plan', () => {
  test('changes nothing public, and is seen by the people of the project alone', async () => {
    const before = await read('');
    const answer = await propose((items) => change(items, 'M06', { baseline: day('2027-02-28') }), {
      reason: 'canary-of-the-plan',
    });
    expect([answer.status, answer.body.state, answer.body.baseRevision]).toEqual([201, 'proposed', 1]);
    const after = await read('');
    expect({ ...after, seq: 0 }).toEqual({ ...before, seq: 0 });
    const said = [
      after,
      await read('', as('investor')),
      visitor.events,
      await visitor.watch({ topic: 'project', code: 'k-park', since: 0 }),
    ];
    expect(JSON.stringify(said)).not.toContain('canary-of-the-plan');
    expect((await read('/plan', as('investor'))).code).toBe('permission.denied');
    expect((await read('/plan', as('verifier'))).proposals[0].reason).toBe('canary-of-the-plan');
  });

  test('untouched it is the plan in force, to the point', async () => {
    const { body } = await propose((items) => items);
    expect(body.curve).toEqual((await readPlan()).curve);
    expect([body.daysMoved, body.percentBeforeBp, body.percentAfterBp]).toEqual([0, 3_500, 3_500]);
    await say('owner', `/baselines/${body.id}/reject`, { reason: 'It says nothing new.' });
  });

  test.each<[string, (items: PlanItemView[]) => PlanItemView[], string]>([
    ['an item removed', (items) => items.slice(1), 'items'],
    ['a code twice', (items) => [...items, items[3] as PlanItemView], 'items.13.code'],
    ['no weight at all', (items) => items.map((item) => ({ ...item, weight: 0 })), 'items'],
    [
      'a measured item measured otherwise',
      (items) => change(items, 'M06', { method: 'estimate', total: null }),
      'items.5.method',
    ],
    [
      'a reached date planned anew',
      (items) => change(items, 'M03', { baseline: day('2026-05-01') }),
      'items.2.baseline',
    ],
    ['weight on what cannot be earned', (items) => change(items, 'M13', { weight: 5 }), 'items.12.weight'],
  ])('[ERR2] [ERR3] with %s is refused and named', async (_what, edit, field) => {
    const before = hashState(server.dataDirectory);
    const answer = await propose(edit);
    expect([answer.status, answer.body.code]).toEqual([422, 'baseline.invalid']);
    expect(answer.body.fields.map((fault: { field: string }) => fault.field)).toContain(field);
    expect(hashState(server.dataDirectory)).toBe(before);
  });

  test('is approved by another person: not by its author, not by a verifier', async () => {
    const { body } = await propose((items) => items);
    expect((await say('pm', `/baselines/${body.id}/approve`)).body.code).toBe('permission.denied');
    expect((await say('verifier', `/baselines/${body.id}/approve`)).body.code).toBe('permission.denied');
    const database = openForWriting(server.dataDirectory);
    const role = database.prepare('update principal set role = ? where id = ?');
    try {
      role.run('owner', as('pm').id);
      expect((await say('pm', `/baselines/${body.id}/approve`)).body.code).toBe('approval.same-person');
    } finally {
      role.run('project-manager', as('pm').id);
      database.close();
    }
  });
});

describe('an approved plan', () => {
  test('[INV3] [INV9] is the next revision: numbered, hashed, told to every page; where the percent falls it says why', async () => {
    const before = await read('');
    const proposal = await propose((items) => [
      ...change(change(items, 'M06', { baseline: day('2027-02-28'), total: 25 }), 'M11', { cancelled: true }),
      {
        ...(items[8] as PlanItemView),
        code: 'M14',
        title: { en: 'Winter heating' },
        weight: 5,
        method: 'units',
        unit: 'km',
        total: 12,
        baseline: day('2027-09-15'),
      },
    ]);
    expect(proposal.status).toBe(201);
    const answers = await Promise.all([1, 2].map(() => say('owner', `/baselines/${proposal.body.id}/approve`)));
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 409]);

    const after = await read('');
    // 25 + 9·6/9 + 20·4/25 of 100 − 3 + 5.
    expect(after.progress).toMatchObject({ baselineRevision: 2, percentBp: Math.round((3_420 / 102) * 100) });
    expect(proposal.body.percentAfterBp).toBe(after.progress.percentBp);
    const point = after.progress.curve.find((one: { date: string }) => one.date === before.progress.dataDate);
    expect(point).toMatchObject({ correctedFromBp: 3_500, correctionReason: 'scope', rebaselined: 2 });
    expect(after.slips.map((slip: { revision: number }) => slip.revision)).toEqual([1, 2]);
    expect(after.slips[0].curve).toEqual(before.slips[0].curve);
    expect(after.slips[1]).toMatchObject({
      reason: 'Steel comes later.',
      proposedBy: 'project-manager',
      approvedBy: 'owner',
      percentBeforeBp: 3_500,
      percentAfterBp: after.progress.percentBp,
      moved: [{ code: 'M06', days: 59 }],
    });
    const told = await visitor.nextEvent((event) => event.type === 'baseline:revised');
    expect(told.payload).toMatchObject({ slips: after.slips, progress: after.progress });
    expect(after.milestones.find((one: { code: string }) => one.code === 'M11').state).toBe('cancelled');
    expect(after.milestones.find((one: { code: string }) => one.code === 'M14')).toMatchObject({
      total: 12,
      weight: 5,
    });

    const [row] = readRows(server.dataDirectory, 'select * from baseline_revision where revision = 2');
    expect(createHash('sha256').update(String(row?.['content'])).digest('hex')).toBe(row?.['hash']);
  });

  test('[LEDGER4] [LEDGER8] is a record of the ledger, and its weights are those the page shows', async () => {
    const { items } = await read('/ledger?limit=1000');
    const records = items.map(({ line }: { line: string }) => JSON.parse(line));
    const last = records.filter((one: { kind: string }) => one.kind === 'baseline-revision').at(-1);
    expect(last.body).toMatchObject({ revision: 2, planSha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const milestones: MilestoneView[] = (await read('/milestones')).items;
    const shown = milestones.map(({ code, weight, state }) => ({ code, weight: state === 'cancelled' ? 0 : weight }));
    expect(await digestWeights(shown)).toBe(last.body.weightsSha256);
  });

  test('[LEDGER10] is sealed whole: items, curve, phases, calendar, basis of weights and the bytes that were approved', async () => {
    const { items } = await read('/ledger?limit=1000');
    const records = items.map(({ line }: { line: string }) => JSON.parse(line));
    const { body } = records.filter((one: { kind: string }) => one.kind === 'baseline-revision').at(-1);
    const rows = (sql: string): Record<string, unknown>[] =>
      readRows(server.dataDirectory, `${sql} where project = 'k-park' and revision = 2`).map((row) => ({ ...row }));
    const [revision] = rows('select weight_basis, hash from baseline_revision');
    const kept = {
      items: rows('select code, weight, baseline, cancelled, total, phase, start from baseline_item'),
      curve: rows('select date, planned_bp from plan_point'),
      phases: rows('select code, parent, position, title from plan_phase')
        .toSorted((a, b) => Number(a['position']) - Number(b['position']))
        .map((phase) => ({ ...phase, title: JSON.parse(String(phase['title'])) })),
      calendar: JSON.parse(String(rows('select content from plan_calendar')[0]?.['content'])),
      weightBasis: revision?.['weight_basis'],
      content: revision?.['hash'],
    };
    const digest = (plan: object): Promise<string> => digestText(toCanonicalJson(plan as Json));
    expect([body.planForm, body.planSha256]).toEqual([2, await digest(kept)]);
    expect(kept.phases.length).toBeGreaterThan(1);
    const worked = { ...kept.calendar, week: [1, 2, 3, 4, 5] };
    for (const changed of [{ phases: kept.phases.slice(1) }, { calendar: worked }, { weightBasis: 'hours' }]) {
      expect(await digest({ ...kept, ...changed })).not.toBe(body.planSha256);
    }
  });

  test('tells investors who proposed and who approved it, why, and how far it moved the end', async () => {
    const { body } = await server.ask('GET', `${base}/sheet`, { as: server.operator });
    const { slips } = await read('');
    const pick = ({ revision, reason, proposedBy, approvedBy, daysMoved }: SlipView) => ({
      ...{ revision, reason, proposedBy, approvedBy, daysMoved },
    });
    expect(body.revisions.map(pick)).toEqual(slips.map(pick));
    expect(body.revisions.at(-1)).toMatchObject({ proposedBy: 'project-manager', approvedBy: 'owner' });
  });

  test('[PCT4] gives investors the same percent as the public', async () => {
    const { body } = await server.ask('GET', `${base}/figures`, { as: server.operator });
    const { percentBp } = await read('/progress');
    const share = (body.earnedValueMinor / body.budgetMinor) * 10_000;
    expect(Math.round(share)).toBe(percentBp);
  });

  test('makes every other proposal out of date', async () => {
    const { proposals } = await readPlan();
    expect(proposals.filter((one: { state: string }) => one.state === 'proposed')).toEqual([]);
    const stale = await propose((items) => items, { expectedRevision: 1 });
    expect([stale.status, stale.body.code, stale.body.current]).toEqual([409, 'baseline.stale', { revision: 2 }]);
  });

  test('counts a new item by the total it planned', async () => {
    const post = (total: number) =>
      say('pm', '/progress', {
        item: 'M14',
        dataDate: '2026-11-20',
        measurement: { method: 'units', done: 6, total },
        expectedVersion: 0,
      });
    expect((await post(20)).body.field).toBe('measurement.total');
    expect((await post(12)).body.milestone.percentBp).toBe(5_000);
  });

  test('[INV3] is append-only in the database itself', () => {
    const database = openForWriting(server.dataDirectory);
    try {
      for (const table of ['baseline_proposal', 'proposal_decision', 'baseline_revision', 'percent_history']) {
        expect(() => database.exec(`delete from ${table}`)).toThrow('append-only');
      }
      expect(() =>
        database.exec(
          `insert into proposal_decision (proposal, decision, decided_by, decided_name, decided_as, decided_at)
           select id, 'approved', proposed_by, '', 'owner', '' from baseline_proposal limit 1`,
        ),
      ).toThrow();
    } finally {
      database.close();
    }
  });
});
