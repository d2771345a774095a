import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPage, type TestPage } from './testing/open-page.ts';
import { hashState, openForWriting, readRows } from './testing/read-database.ts';
import { startTestServer, type TestCaller, type TestServer } from './testing/start-test-server.ts';

const clock = { now: () => Date.parse('2026-11-23T06:00:00.000Z') };
const base = '/api/projects/k-park';
let server: TestServer;
const people = new Map<string, TestCaller & { id: string }>();
let visitor: TestPage;
let managers: TestPage;

beforeAll(async () => {
  server = await startTestServer({}, { clock });
  for (const [login, role] of [
    ['pm', 'project-manager'],
    ['pm2', 'project-manager'],
    ['verifier', 'verifier'],
    ['verifier2', 'verifier'],
    ['owner', 'owner'],
    ['investor', 'investor'],
  ] as const) {
    people.set(login, await server.addPerson({ login: `${login}@example.kz`, role, projects: ['k-park'] }));
  }
  visitor = await openPage(server.url);
  managers = await openPage(server.url, as('pm'));
  for (const page of [visitor, managers]) await page.watch({ topic: 'project', code: 'k-park', since: 1_000_000 });
});
afterAll(async () => {
  visitor.close();
  managers.close();
  await server.close();
});

const as = (login: string): TestCaller & { id: string } => {
  const person = people.get(login);
  if (!person) throw new Error(login);
  return person;
};
const read = async (address: string, who: TestCaller = {}) =>
  (await server.ask('GET', base + address, { as: who })).body;
const say = (login: string, address: string, body: unknown = {}) =>
  server.ask('POST', base + address, { as: as(login), body });
const setRule = (publishingRule: string) => say('owner', '/publishing-rule', { publishingRule, reason: 'Agreed.' });
const post = async (login: string, item: string, done: number, total: number, more: Record<string, unknown> = {}) => {
  const { items } = await read('/milestones');
  const { version } = items.find((one: { code: string }) => one.code === item);
  const measurement = { method: 'units', done, total };
  return say(login, '/progress', { item, dataDate: '2026-11-10', measurement, expectedVersion: version, ...more });
};
const percent = async () => (await read('/progress')).percentBp;

describe('a small project', () => {
  test('publishes what its manager posts, and says so in the receipt', async () => {
    const answer = await post('pm', 'M06', 5, 20);
    expect([answer.status, answer.body.waiting, answer.body.progress.percentBp]).toEqual([201, null, 3_600]);
    expect((await read('/progress')).receipt.publishingRule).toBe('posted-by-manager');
  });

  test('changes its rule in sight of all: an owner does, a manager does not', async () => {
    const body = { publishingRule: 'verified-and-approved', reason: 'The lender asks for it.' };
    expect((await say('pm', '/publishing-rule', body)).body.code).toBe('permission.denied');
    expect((await say('owner', '/publishing-rule', body)).body.publishingRule).toBe('verified-and-approved');
    const told = await visitor.nextEvent(
      (event) =>
        event.type === 'progress:updated' && event.payload.progress.receipt.publishingRule === 'verified-and-approved',
    );
    expect(told.project).toBe('k-park');
  });
});

describe('a post that others look at first', () => {
  let id: string;

  test('[INV5] is a draft: it moves no number and is seen by the people of the project alone', async () => {
    const answer = await post('pm', 'M06', 7, 20, { note: 'canary-of-the-draft' });
    expect(answer.status).toBe(201);
    expect(answer.body.progress.percentBp).toBe(3_600);
    expect(answer.body.waiting).toMatchObject({
      state: 'draft',
      item: 'M06',
      before: { done: 5 },
      after: { done: 7, percentBp: 3_500 },
      projectBeforeBp: 3_600,
      projectAfterBp: 3_800,
      posted: { by: { role: 'project-manager' } },
    });
    id = answer.body.waiting.id;
    for (const login of ['pm2', 'verifier', 'owner']) {
      expect((await read('/approvals', as(login))).items[0].id).toBe(id);
    }
    await managers.nextEvent((event) => event.type === 'entry:changed' && event.payload.entry.id === id);
    expect((await read('/approvals', as('investor'))).code).toBe('permission.denied');
    expect((await read('/approvals')).code).toBe('session.required');
  });

  test('[INV5] its words are at no public outlet: not in REST, pages, frames, or the public log', async () => {
    const said = [JSON.stringify(visitor.events)];
    for (const who of [{}, as('investor')]) {
      for (const address of ['', '/progress', '/milestones']) said.push(JSON.stringify(await read(address, who)));
      for (const door of ['/', '/projects/k-park', '/projects/k-park/__data.json', '/api/programmes/alatau-city']) {
        said.push(JSON.stringify((await server.ask('GET', door, { as: who })).body));
      }
    }
    for (const since of [0, 1_000_000]) {
      said.push(JSON.stringify(await visitor.watch({ topic: 'project', code: 'k-park', since })));
      said.push(JSON.stringify(await visitor.watch({ topic: 'programme', code: 'alatau-city', since })));
    }
    const rows = readRows(server.dataDirectory, `select payload from event where audience <> 'manage'`);
    said.push(JSON.stringify(rows), server.logged());
    expect(said.join('\n')).not.toContain('canary-of-the-draft');
    expect(said.join('\n')).not.toContain(id);
  });

  test('[INV4] its poster does not verify it, whatever role they have by then', async () => {
    expect((await say('pm', `/approvals/${id}/verify`)).body.code).toBe('permission.denied');
    setRole('pm', 'verifier');
    const before = hashState(server.dataDirectory);
    const answer = await say('pm', `/approvals/${id}/verify`);
    expect([answer.status, answer.body.code]).toEqual([403, 'approval.same-person']);
    expect((await say('pm', `/approvals/${id}/reject`, { reason: 'No.' })).body.code).toBe('approval.same-person');
    expect(hashState(server.dataDirectory)).toBe(before);
    setRole('pm', 'project-manager');
  });

  test('is not approved before it is verified', async () => {
    const answer = await say('owner', `/approvals/${id}/approve`);
    expect([answer.status, answer.body.code]).toEqual([409, 'approval.decided']);
  });

  test('[INV4] its verifier does not approve it, whatever role they have by then', async () => {
    const answer = await say('verifier', `/approvals/${id}/verify`);
    expect(answer.body).toMatchObject({ state: 'verified', verified: { by: { role: 'verifier' } } });
    expect(await percent()).toBe(3_600);
    setRole('verifier', 'owner');
    expect((await say('verifier', `/approvals/${id}/approve`)).body.code).toBe('approval.same-person');
    setRole('verifier', 'verifier');
  });

  test('[INV4] the database itself refuses a step by the wrong person', () => {
    const insert = (decision: string, by: string) =>
      `insert into entry_decision (entry, decision, decided_by, decided_name, decided_as, decided_at)
       values ('${id}', '${decision}', '${by}', '', 'owner', '2026-11-23T06:00:00.000Z')`;
    const database = openForWriting(server.dataDirectory);
    try {
      expect(() => database.exec(insert('approved', as('pm').id))).toThrow('poster is verifier or approver');
      expect(() => database.exec(insert('approved', as('verifier').id))).toThrow('verifier is approver');
      for (const table of ['entry_decision', 'pending_entry', 'publishing_rule']) {
        expect(() => database.exec(`delete from ${table}`)).toThrow('append-only');
        expect(() => database.exec(`update ${table} set rowid = rowid`)).toThrow('append-only');
      }
    } finally {
      database.close();
    }
  });

  test('[IDEM4] approved once by whoever is first, it is public everywhere at once', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => say('owner', `/approvals/${id}/approve`)));
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 409, 409]);
    expect(await percent()).toBe(3_800);
    const row = (await read('/progress')).receipt.rows.find((one: { item: string }) => one.item === 'M06');
    expect(row).toMatchObject({ postedBy: 'project-manager', verifiedBy: 'verifier', approvedBy: 'owner' });
    await visitor.nextEvent((event) => event.type === 'progress:updated' && event.payload.progress.percentBp === 3_800);
    const [entry] = readRows(server.dataDirectory, `select * from progress_entry where id = '${id}'`);
    expect(entry).toMatchObject({
      posted_by: as('pm').id,
      verified_by: as('verifier').id,
      approved_by: as('owner').id,
    });
    expect(visitor.events.map((event) => event.type)).not.toContain('entry:changed');
  });

  test('rejected, it ends with a reason and changes nothing public', async () => {
    const { body } = await post('pm2', 'M06', 9, 20);
    const without = await say('verifier', `/approvals/${body.waiting.id}/reject`, {});
    expect([without.status, without.body.field]).toEqual([400, 'reason']);
    const answer = await say('verifier', `/approvals/${body.waiting.id}/reject`, { reason: 'Counted twice.' });
    expect(answer.body).toMatchObject({ state: 'rejected', decided: { reason: 'Counted twice.' } });
    expect((await say('owner', `/approvals/${body.waiting.id}/approve`)).body.code).toBe('approval.decided');
    expect(await percent()).toBe(3_800);
  });

  test('a newer post on the item supersedes it: one draft waits per item', async () => {
    const first = (await post('pm', 'M06', 8, 20)).body.waiting.id;
    const second = (await post('pm2', 'M06', 9, 20)).body.waiting.id;
    const { items } = await read('/approvals', as('owner'));
    const stateOf = (entry: string) => items.find((one: { id: string }) => one.id === entry).state;
    expect([stateOf(first), stateOf(second)]).toEqual(['superseded', 'draft']);
    expect((await say('verifier', `/approvals/${first}/verify`)).body.code).toBe('approval.decided');
    await say('verifier', `/approvals/${second}/verify`);
    await say('owner', `/approvals/${second}/approve`);
    expect(await percent()).toBe(4_000);
  });

  test('[INV6] approved after a newer day was published, it does not take the data date back', async () => {
    const early = (await post('pm', 'M05', 7, 9, { dataDate: '2026-11-11' })).body.waiting.id;
    const late = (await post('pm', 'M06', 10, 20, { dataDate: '2026-11-20' })).body.waiting.id;
    for (const entry of [late, early]) {
      await say('verifier', `/approvals/${entry}/verify`);
      expect((await say('owner', `/approvals/${entry}/approve`)).status).toBe(200);
    }
    const progress = await read('/progress');
    expect(progress.dataDate).toBe('2026-11-20');
    const row = progress.receipt.rows.find((one: { item: string }) => one.item === 'M05');
    expect(row.dataDate).toBe('2026-11-11');
  });

  test('a milestone no plan foresaw waits like any other, and its photo with it', async () => {
    const body = { title: { en: 'Crane two stands' }, kind: 'public', actual: '2026-11-20' };
    const answer = await say('pm', '/milestones', body);
    expect(answer.body).toMatchObject({ milestone: null, waiting: { kind: 'added', title: body.title } });
    expect(JSON.stringify(await read('/milestones'))).not.toContain('Crane two');
    await say('verifier', `/approvals/${answer.body.waiting.id}/verify`);
    await say('owner', `/approvals/${answer.body.waiting.id}/approve`);
    expect(JSON.stringify(await read('/milestones'))).toContain('Crane two');
  });

  test('[PCT3] a correction waits too; published, it says old, new, reason, who, approved by', async () => {
    const before = await percent();
    const correction = { reason: 'wrong-count', note: 'Section 9 was counted twice.' };
    const { body } = await post('pm', 'M06', 8, 20, { dataDate: '2026-11-22', correction });
    expect(await percent()).toBe(before);
    await say('verifier', `/approvals/${body.waiting.id}/verify`);
    await say('owner', `/approvals/${body.waiting.id}/approve`);
    const { receipt, curve, percentBp } = await read('/progress');
    expect(receipt.corrections[0]).toMatchObject({
      item: 'M06',
      reason: 'wrong-count',
      note: correction.note,
      beforeBp: 5_000,
      afterBp: 4_000,
      projectBeforeBp: before,
      projectAfterBp: percentBp,
      postedBy: 'project-manager',
      verifiedBy: 'verifier',
      approvedBy: 'owner',
    });
    expect(curve.find((point: { date: string }) => point.date === '2026-11-22')).toMatchObject({
      correctedFromBp: before,
      correctionReason: 'wrong-count',
    });
  });
});

test('[INV4] where the last two steps are one, a second person takes it, and the rule is seen', async () => {
  await setRule('verified-is-approved');
  const { body } = await post('pm', 'M06', 11, 20, { dataDate: '2026-11-23' });
  expect(body.waiting.rule).toBe('verified-is-approved');
  const answer = await say('verifier2', `/approvals/${body.waiting.id}/verify`);
  expect(answer.body.state).toBe('approved');
  const { receipt } = await read('/progress');
  expect(receipt.publishingRule).toBe('verified-is-approved');
  const row = receipt.rows.find((one: { item: string }) => one.item === 'M06');
  expect(row).toMatchObject({ verifiedBy: 'verifier', approvedBy: 'verifier' });
});

test('a post keeps the rule it was made under', async () => {
  await setRule('verified-and-approved');
  const { body } = await post('pm', 'M06', 12, 20, { dataDate: '2026-11-23' });
  await setRule('verified-is-approved');
  expect((await say('verifier', `/approvals/${body.waiting.id}/verify`)).body.state).toBe('verified');
});

/** A person is given another role, as an administrator of the machine may do. */
function setRole(login: string, role: string): void {
  const database = openForWriting(server.dataDirectory);
  try {
    database.prepare('update principal set role = ? where id = ?').run(role, as(login).id);
  } finally {
    database.close();
  }
}
