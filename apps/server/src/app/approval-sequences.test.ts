import { addDays } from '@sitecast/progress';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRows } from './testing/read-database.ts';
import { startTestServer, type TestCaller, type TestServer } from './testing/start-test-server.ts';
import { uploadPhoto } from './testing/upload-photo.ts';

const clock = { now: () => Date.parse('2027-06-30T06:00:00.000Z') };
const base = '/api/projects/k-park';
const logins = ['pm', 'pm2', 'verifier', 'verifier2', 'owner', 'owner2'] as const;
const roleOf = { pm: 'project-manager', verifier: 'verifier', owner: 'owner' } as const;
let server: TestServer;
const people = new Map<string, TestCaller & { id: string }>();
let photo: string;

beforeAll(async () => {
  server = await startTestServer({}, { clock });
  for (const login of logins) {
    const role = roleOf[login.replace('2', '') as keyof typeof roleOf];
    people.set(login, await server.addPerson({ login: `${login}@example.kz`, role, projects: ['k-park'] }));
  }
  photo = await uploadPhoto(server, people.get('pm') ?? {});
});
afterAll(() => server.close());

const who = fc.constantFrom(...logins);
/** Mostly somebody who may, sometimes somebody who may not. */
const mostly = (...able: (typeof logins)[number][]) =>
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...able) }, { weight: 1, arbitrary: who });
const move = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('post' as const),
      who: mostly('pm', 'pm2'),
      item: fc.constantFrom('M05', 'M06', 'M08'),
      days: fc.integer({ min: -1, max: 2 }),
      ratio: fc.double({ min: 0, max: 1.1, noNaN: true }),
      isCorrection: fc.boolean(),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('decide' as const),
      who,
      step: fc.constantFrom('verify', 'approve', 'reject'),
      pick: fc.nat(3),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('rule' as const),
      who: mostly('owner'),
      rule: fc.constantFrom('posted-by-manager', 'verified-and-approved', 'verified-is-approved'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('propose' as const),
      who: mostly('pm', 'pm2'),
      weight: fc.integer({ min: 0, max: 60 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('revise' as const),
      who: mostly('owner', 'owner2'),
      step: fc.constantFrom('approve', 'reject'),
      pick: fc.nat(1),
    }),
  },
);
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

const as = (login: string): TestCaller => people.get(login) ?? {};
const read = async (address: string, caller: TestCaller = {}) =>
  (await server.ask('GET', base + address, { as: caller })).body;
const say = (login: string, address: string, body: unknown) =>
  server.ask('POST', base + address, { as: as(login), body });
const totals: Record<string, number> = { M05: 9, M06: 20 };

async function take(one: Move, project: { progress: { dataDate: string } }) {
  switch (one.kind) {
    case 'post': {
      const { items } = await read('/milestones');
      const { version } = items.find((item: { code: string }) => item.code === one.item);
      const total = totals[one.item];
      const measurement =
        total === undefined
          ? { method: 'estimate', percentBp: Math.min(10_000, Math.round(one.ratio * 10_000)) }
          : { method: 'units', done: Math.round(total * one.ratio * 100) / 100, total };
      const correction = one.isCorrection ? { reason: 'wrong-count', note: 'Counted again.' } : null;
      const dataDate = addDays(project.progress.dataDate, one.days);
      const evidence = total === undefined ? [photo] : [];
      const body = { item: one.item, dataDate, measurement, correction, evidence, expectedVersion: version };
      return say(one.who, '/progress', body);
    }
    case 'decide': {
      const { items } = await read('/approvals', as('owner'));
      const entry = items[one.pick % Math.max(1, items.length)];
      const body = one.step === 'reject' ? { reason: 'No.' } : {};
      return entry ? say(one.who, `/approvals/${entry.id}/${one.step}`, body) : null;
    }
    case 'rule':
      return say(one.who, '/publishing-rule', { publishingRule: one.rule, reason: 'Agreed.' });
    case 'propose': {
      const plan = await read('/plan', as('owner'));
      const items = plan.items.map((item: { code: string }) =>
        item.code === 'M06' ? { ...item, weight: one.weight } : item,
      );
      return say(one.who, '/baselines', { expectedRevision: plan.revision, reason: 'Weighed again.', items });
    }
    case 'revise': {
      const { proposals } = await read('/plan', as('owner'));
      const proposal = proposals[one.pick % Math.max(1, proposals.length)];
      const body = one.step === 'reject' ? { reason: 'No.' } : {};
      return proposal ? say(one.who, `/baselines/${proposal.id}/${one.step}`, body) : null;
    }
  }
}

const published = () =>
  readRows(
    server.dataDirectory,
    'select count(*) as count, (select max(seq) from percent_history) as seq from progress_entry',
  )[0];

test('[INV3] [INV4] [INV5] [INV6] [INV8] [INV9] hold after any sequence of posts, decisions, rules and plans', async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(move, async (one) => {
      const before = await read('');
      const rows = published();
      const answer = await take(one, before);
      if (answer === null) return;
      const after = await read('');
      expect(answer.status).toBeLessThan(500);
      const isTaken = answer.status < 300;
      if (isTaken) seen.set(one.kind, (seen.get(one.kind) ?? 0) + 1);
      else expect({ ...after, seq: 0 }).toEqual({ ...before, seq: 0 });

      const isPublication =
        isTaken &&
        ((one.kind === 'post' && answer.body.waiting === null) ||
          (one.kind !== 'post' && answer.body.state === 'approved'));
      // Only an approved entry or revision moves what the public sees.
      if (!isPublication) {
        expect(published()).toEqual(rows);
        expect(after.progress.percentBp).toBe(before.progress.percentBp);
      }
      expect(after.progress.dataDate >= before.progress.dataDate).toBe(true);
      if (after.progress.percentBp < before.progress.percentBp) {
        const isCorrection = one.kind === 'post' ? one.isCorrection : answer.body.correction !== null;
        expect(isCorrection || one.kind === 'revise').toBe(true);
      }
      expect(after.progress.receipt.weightSum).toBeGreaterThan(0);
      const last = after.progress.curve.findLast((point: { earnedBp: number | null }) => point.earnedBp !== null);
      expect([last.date, last.earnedBp]).toEqual([after.progress.dataDate, after.progress.percentBp]);
      expect(after.slips.length).toBe(after.progress.baselineRevision);
    }),
    { numRuns: 300 },
  );
  const wrong = readRows(
    server.dataDirectory,
    `select entry.id from pending_entry as entry
     join entry_decision as step on step.entry = entry.id and step.decision <> 'superseded'
     left join entry_decision as other on other.entry = entry.id and other.decision = 'verified' and other.seq < step.seq
     where step.decided_by = entry.posted_by or (step.decision = 'approved' and step.decided_by = other.decided_by)`,
  );
  expect(wrong).toEqual([]);
  const unapproved = readRows(
    server.dataDirectory,
    `select entry.id from pending_entry as entry join progress_entry as public on public.id = entry.id
     where not exists (select 1 from entry_decision where entry = entry.id and decision = 'approved')`,
  );
  expect(unapproved).toEqual([]);
  for (const kind of ['post', 'decide', 'rule', 'propose', 'revise'])
    expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(0);
}, 120_000);
