import { signSlots } from '@sitecast/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPage, type TestPage } from './testing/open-page.ts';
import { hashState, openForWriting } from './testing/read-database.ts';
import { startTestServer, type TestCaller, type TestServer } from './testing/start-test-server.ts';

const clock = { now: () => Date.parse('2026-11-23T06:00:00.000Z') };
const base = '/api/projects/k-park';
let server: TestServer;
let visitor: TestPage;
const people = new Map<string, TestCaller & { id: string }>();

beforeAll(async () => {
  server = await startTestServer({}, { clock });
  for (const [login, role] of [
    ['customer', 'owner'],
    ['contractor', 'project-manager'],
    ['technical-supervision', 'verifier'],
    ['designer-supervision', 'verifier'],
    ['stranger', 'project-manager'],
  ] as const) {
    people.set(login, await server.addPerson({ login: `${login}@example.kz`, role, projects: ['k-park'] }));
  }
  people.set(
    'elsewhere',
    await server.addPerson({ login: 'e@example.kz', role: 'owner', projects: ['iconic-towers'] }),
  );
  visitor = await openPage(server.url);
  await visitor.watch({ topic: 'project', code: 'k-park', since: 1_000_000 });
});
afterAll(async () => {
  visitor.close();
  await server.close();
});

const idOf = (login: string): string => people.get(login)?.id ?? '';
const say = (login: string, address: string, body: unknown) =>
  server.ask('POST', base + address, { as: people.get(login) ?? {}, body });
const read = async (address: string, login?: string) =>
  (await server.ask('GET', base + address, { as: people.get(login ?? '') ?? {} })).body;
const readAct = async () => (await read('/milestones')).items.find((one: { code: string }) => one.code === 'M12');
const sign = (login: string, slot = login) => say(login, '/sign-offs/M12/sign', { slot });
const revoke = (login: string, slot = login) =>
  say(login, '/sign-offs/M12/revoke', { slot, reason: 'rework', note: 'The fire doors were changed.' });
const readKinds = async () => {
  const { items } = await read('/ledger?limit=1000');
  return items
    .map(({ line }: { line: string }) => JSON.parse(line))
    .filter((one: { kind: string }) => one.kind === 'sign-off');
};

describe('who signs', () => {
  test('an owner appoints a person to each slot; nobody else may', async () => {
    const refused = await say('contractor', '/signers', { slot: 'customer', person: idOf('contractor') });
    expect(refused.body.code).toBe('permission.denied');
    for (const slot of signSlots) {
      const answer = await say('customer', '/signers', { slot, person: idOf(slot) });
      expect([answer.status, answer.body.signers.find((one: { slot: string }) => one.slot === slot).person.id]).toEqual(
        [200, idOf(slot)],
      );
    }
  });

  test('[SIGN1] [INV4] one person holds one slot: four signatures are four people', async () => {
    const answer = await say('customer', '/signers', { slot: 'customer', person: idOf('contractor') });
    expect([answer.status, answer.body.code]).toEqual([409, 'sign-off.two-slots']);
  });

  test('nobody of another project is appointed, and what is not there is refused by name', async () => {
    const foreign = await say('customer', '/signers', { slot: 'customer', person: idOf('elsewhere') });
    expect([foreign.status, foreign.body.fields[0].field]).toEqual([400, 'person']);
    expect((await say('customer', '/sign-offs/M11/sign', { slot: 'customer' })).body.code).toBe('sign-off.not-found');
    expect((await say('customer', '/sign-offs', { item: 'M99' })).body.code).toBe('milestone.not-found');
    expect((await say('customer', '/sign-offs', { item: 'M01' })).body.code).toBe('milestone.done');
  });
});

describe('an acceptance act', () => {
  test('[SIGN1] is reached by nothing but its signatures: no post, no milestone', async () => {
    const { version } = await readAct();
    const state = hashState(server.dataDirectory);
    const reached = await say('contractor', '/milestones', {
      code: 'M12',
      actual: '2026-11-20',
      expectedVersion: version,
      note: null,
      evidence: [],
    });
    expect([reached.status, reached.body.code]).toEqual([409, 'sign-off.needed']);
    const posted = await say('contractor', '/progress', {
      item: 'M12',
      dataDate: '2026-11-20',
      measurement: { method: 'steps', reached: ['customer'] },
      expectedVersion: version,
    });
    expect([posted.status, posted.body.code]).toEqual([409, 'sign-off.needed']);
    expect(hashState(server.dataDirectory)).toBe(state);
  });

  test('takes a signature from its own signer alone, once', async () => {
    expect((await sign('stranger', 'customer')).body.code).toBe('sign-off.not-yours');
    expect((await sign('contractor', 'customer')).body.code).toBe('sign-off.not-yours');
    expect((await sign('designer-supervision')).status).toBe(200);
    expect((await sign('designer-supervision')).body.code).toBe('sign-off.signed');
  });

  test('shows each signature to every open page, by slot and role and never by name', async () => {
    expect((await sign('customer')).status).toBe(200);
    const act = await readAct();
    expect(act.state).not.toBe('done');
    const signed = act.signOffs.filter((one: { signedAt: string | null }) => one.signedAt !== null);
    expect(signed.map((one: { slot: string }) => one.slot)).toEqual(['customer', 'designer-supervision']);
    expect(signed[0].acts[0]).toMatchObject({ act: 'signed', as: 'owner', record: expect.any(Number) });
    expect(JSON.stringify(await read(''))).not.toContain('customer@example.kz');
    await expect
      .poll(
        () =>
          visitor.events.some(
            (event) =>
              event.type === 'milestone:posted' &&
              event.payload.milestone.signOffs?.some((one) => one.slot === 'customer' && one.signedAt !== null) ===
                true,
          ),
        { timeout: 60_000 },
      )
      .toBe(true);
  });

  test('[SIGN2] lets a signer take a signature back before all are there, with a reason that stays', async () => {
    expect((await revoke('contractor', 'customer')).body.code).toBe('sign-off.not-yours');
    expect((await revoke('contractor')).body.code).toBe('sign-off.unsigned');
    expect((await revoke('customer')).status).toBe(200);
    const slot = (await readAct()).signOffs[0];
    expect(slot).toMatchObject({ slot: 'customer', signedAt: null });
    expect(slot.acts.map((one: { act: string; note: string | null }) => [one.act, one.note])).toEqual([
      ['signed', null],
      ['revoked', 'The fire doors were changed.'],
    ]);
    expect((await sign('customer')).status).toBe(200);
  });

  test('[INV4] [INV7] is reached with the fourth signature, on its day, by three different people', async () => {
    const before = (await read('/progress')).percentBp;
    expect((await sign('technical-supervision')).status).toBe(200);
    expect((await readAct()).state).not.toBe('done');
    expect((await sign('contractor')).status).toBe(200);
    expect(await readAct()).toMatchObject({ state: 'done', actual: '2026-11-23', percentBp: 10_000 });
    expect((await read('/progress')).percentBp).toBe(before + 200);
    const receipt = await read('/receipt');
    expect(receipt.posts.find((one: { item: string }) => one.item === 'M12')).toMatchObject({
      postedBy: 'project-manager',
      verifiedBy: 'verifier',
      approvedBy: 'owner',
    });
  });

  test('[SIGN2] [INV9] is taken back by one withdrawal, as a correction everyone sees, and can be signed again', async () => {
    const before = (await read('/progress')).percentBp;
    expect((await revoke('technical-supervision')).status).toBe(200);
    const act = await readAct();
    expect([act.state, act.actual]).toEqual(['planned', null]);
    const progress = await read('/progress');
    expect(progress.percentBp).toBe(before - 200);
    expect(progress.receipt.corrections[0]).toMatchObject({
      item: 'M12',
      reason: 'rework',
      note: 'The fire doors were changed.',
      projectBeforeBp: before,
      projectAfterBp: before - 200,
    });
    expect(progress.curve.some((point: { correctedFromBp: number | null }) => point.correctedFromBp === before)).toBe(
      true,
    );
    expect((await sign('technical-supervision')).status).toBe(200);
    expect((await readAct()).state).toBe('done');
  });

  test('[LEDGER6] stands in the ledger act by act, with the person as a commitment', async () => {
    const records = await readKinds();
    expect(records.map((one: { body: { slot: string; act: string } }) => `${one.body.slot} ${one.body.act}`)).toEqual([
      'designer-supervision signed',
      'customer signed',
      'customer revoked',
      'customer signed',
      'technical-supervision signed',
      'contractor signed',
      'technical-supervision revoked',
      'technical-supervision signed',
    ]);
    const text = JSON.stringify(records);
    for (const login of signSlots) expect(text).not.toContain(idOf(login));
    expect(records[0].body.sealed.person).toMatch(/^[0-9a-f]{64}$/);
  });

  test('[INV3] is not signed twice, revoked by others or rewritten, even by the hand of who holds the database', async () => {
    const database = openForWriting(server.dataDirectory);
    try {
      const insert = (slot: string, act: string, person: string) => () =>
        database
          .prepare(
            `insert into sign_off (id, project, item, slot, act, person, signed_as, at, reason, note)
             values (?, 'k-park', 'M12', ?, ?, ?, 'owner', '2026-11-23T06:00:00.000Z', ?, ?)`,
          )
          .run(`${slot}-${act}`, slot, act, person, ...(act === 'revoked' ? ['rework', 'x'] : [null, null]));
      expect(insert('customer', 'signed', 'anyone')).toThrow('slot is signed');
      expect(insert('customer', 'revoked', 'anyone')).toThrow('slot is not signed by them');
      expect(() => database.exec(`update sign_off set person = 'x'`)).toThrow('append-only');
      expect(() => database.exec('delete from sign_off')).toThrow('append-only');
    } finally {
      database.close();
    }
  });
});
