import { afterEach, describe, expect, test } from 'vitest';
import { findPrinter } from '../adapters/chromium/print-page.ts';
import { askByName } from './testing/ask-by-name.ts';
import { readRows } from './testing/read-database.ts';
import { startMailServer, type TestMailServer } from './testing/start-mail-server.ts';
import { startTestServer, type TestCaller } from './testing/start-test-server.ts';

// 09:00 on the second day of November in Almaty.
const secondOfNovember = Date.parse('2026-11-02T04:00:00.000Z');
const origin = 'https://sitecast.test';
const patience = { timeout: 60_000, interval: 100 };
let open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.toReversed()) await one.close();
  open = [];
});

/** A server that sends mail, on a clock the test sets. It answers to the name of its origin. */
async function startSending(
  mails: TestMailServer,
  environment: Record<string, string> = {},
  // A print takes seconds: one test has it, where the machine has a printer.
  canPrint = false,
) {
  const clock = { at: secondOfNovember, now: () => clock.at };
  const server = await startTestServer(
    {
      SITECAST_SMTP_URL: mails.url,
      SITECAST_MAIL_FROM: 'Sitecast <reports@sitecast.test>',
      SITECAST_ORIGIN: origin,
      ...environment,
    },
    { clock, reportsEveryMs: 100, canPrint },
  );
  open.push(mails, server);
  const ask = (method: string, address: string, options: { as?: TestCaller; body?: unknown } = {}) =>
    askByName(server, origin, method, address, options);
  const addPerson = async (login: string, costs: boolean): Promise<TestCaller> => {
    const body = { name: login, login, role: 'investor', projects: ['k-park'], costs };
    const invited = await ask('POST', '/api/people', { as: server.operator, body });
    const token = String(invited.body.invitationPath).split('#')[1];
    const accepted = await ask('POST', '/api/invitations/accept', {
      body: { token, password: 'correct horse battery' },
    });
    const cookie = accepted.headers.get('set-cookie')?.split(';')[0];
    if (cookie === undefined) throw new Error(`no session: ${JSON.stringify(accepted.body)}`);
    return { cookie };
  };
  const subscribe = (as: TestCaller, subscribed = true, language = 'en') =>
    ask('POST', '/api/projects/k-park/subscription', { as, body: { subscribed, language } });
  const readOutbox = () =>
    readRows(server.dataDirectory, 'select principal, month, state, attempts, fault from mail_outbox order by id');
  return { server, clock, ask, addPerson, subscribe, readOutbox };
}

/** The text part of a mail, out of its transfer encoding. */
function readText(raw: string): string {
  return raw
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/(?:=[0-9A-F]{2})+/g, (coded) => Buffer.from(coded.replaceAll('=', ''), 'hex').toString('utf8'));
}

describe('the monthly report by e-mail', { timeout: 180_000 }, () => {
  test('[DOC6] goes once to whoever subscribed, with their own rights, and not again after a restart', async () => {
    const mails = await startMailServer();
    const { server, clock, addPerson, subscribe, readOutbox } = await startSending(mails);
    const investor = await addPerson('i@example.kz', true);
    const blind = await addPerson('b@example.kz', false);
    expect((await subscribe(investor)).body).toMatchObject({ available: true, subscribed: true, language: 'en' });
    await subscribe(blind, true, 'ru');
    await expect.poll(() => mails.mails.length, patience).toBe(2);
    await expect.poll(() => readOutbox().map((row) => row['state']), patience).toEqual(['sent', 'sent']);
    const of = (address: string) => readText(mails.mails.find((mail) => mail.to === address)?.raw ?? '');
    expect(of('i@example.kz')).toContain('Subject: K-Park: report, October 2026');
    expect(of('i@example.kz')).toContain(`${origin}/invest/k-park/report?month=2026-10`);
    expect(of('i@example.kz')).toMatch(/Actual cost: 6\.84.bn/);
    expect(of('b@example.kz')).toContain('октябрь 2026');
    expect(of('b@example.kz')).not.toMatch(/₸|млрд/);
    for (const { raw } of mails.mails) {
      expect(raw).not.toMatch(/<img|<script|<link|src=/i);
      expect(readText(raw)).toContain('List-Unsubscribe: <https://sitecast.test/subscriptions/end#');
    }
    await server.restart();
    clock.at += 24 * 3_600_000;
    const issued = () => readRows(server.dataDirectory, 'select count(*) as n from report_issue');
    expect(issued()).toEqual([{ n: 2 }]);
    // A mail of the next month shows that the round of this one is over.
    clock.at = Date.parse('2026-12-01T04:00:00.000Z');
    await expect.poll(() => mails.mails.length, patience).toBe(4);
    expect(readOutbox().map((row) => row['month'])).toEqual(['2026-10', '2026-10', '2026-11', '2026-11']);
  });

  test('is tried again with a pause where the mail server has no time, and given up where it says no', async () => {
    const refusal = (responseCode: number) => Object.assign(new Error('no'), { responseCode });
    const mails = await startMailServer((count) => {
      if (count === 1) throw refusal(451);
      if (count === 3) throw refusal(550);
    });
    const { clock, addPerson, subscribe, readOutbox } = await startSending(mails);
    await subscribe(await addPerson('i@example.kz', true));
    await expect
      .poll(() => readOutbox()[0], patience)
      .toMatchObject({ state: 'waiting', attempts: 1, fault: 'SMTP 451' });
    expect(mails.mails).toHaveLength(0);
    clock.at += 61_000;
    await expect.poll(() => readOutbox()[0], patience).toMatchObject({ state: 'sent' });
    expect(mails.mails).toHaveLength(1);
    await subscribe(await addPerson('n@example.kz', true));
    await expect.poll(() => readOutbox()[1], patience).toMatchObject({ state: 'refused', fault: 'SMTP 550' });
  });

  test('is not sent to who lost the right, nor after the link of a mail ended it', async () => {
    const mails = await startMailServer();
    const { server, clock, ask, addPerson, subscribe, readOutbox } = await startSending(mails);
    const investor = await addPerson('i@example.kz', true);
    const other = await addPerson('o@example.kz', true);
    await subscribe(investor);
    await subscribe(other);
    await expect.poll(() => mails.mails.length, patience).toBe(2);
    const raw = readText(mails.mails.find((mail) => mail.to === 'i@example.kz')?.raw ?? '');
    const token = /subscriptions\/end#([\w.-]+)/.exec(raw)?.[1] ?? '';
    const bad = await ask('POST', '/api/subscriptions/end', { body: { token: `${token.slice(0, -2)}xx` } });
    expect([bad.status, bad.body.code]).toEqual([410, 'invitation.gone']);
    expect((await ask('POST', '/api/subscriptions/end', { body: { token } })).status).toBe(204);
    const people = (await ask('GET', '/api/people', { as: server.operator })).body.items;
    const { id } = people.find((one: { login: string }) => one.login === 'o@example.kz');
    await ask('PATCH', `/api/people/${id}`, { as: server.operator, body: { disabled: true } });
    const third = await addPerson('t@example.kz', true);
    await subscribe(third);
    await expect.poll(() => mails.mails.length, patience).toBe(3);
    clock.at = Date.parse('2026-12-02T04:00:00.000Z');
    await expect.poll(() => mails.mails.length, patience).toBe(4);
    await expect
      .poll(
        () =>
          readOutbox()
            .filter((row) => row['month'] === '2026-11')
            .map((row) => row['state'])
            .toSorted(),
        patience,
      )
      .toEqual(['dropped', 'sent']);
    expect(mails.mails.at(-1)?.to).toBe('t@example.kz');
    expect(server.logged()).not.toContain(token);
  });

  test('signs in with the password of a file, which is in no log, and carries the report as a PDF', async () => {
    const { mkdtemp, rm, writeFile } = await import('node:fs/promises');
    const { tmpdir } = await import('node:os');
    const path = await import('node:path');
    const folder = await mkdtemp(path.join(tmpdir(), 'sitecast-mail-'));
    const file = path.join(folder, 'password');
    await writeFile(file, 'PASSWORD-CANARY-3\n');
    open.push({ close: () => rm(folder, { recursive: true }) });
    const seen: string[] = [];
    const mails = await startMailServer(undefined, {
      authOptional: false,
      onAuth: (auth, _session, done) => {
        seen.push(`${auth.username}:${auth.password}`);
        done(null, { user: auth.username });
      },
    });
    const account = {
      SITECAST_SMTP_URL: mails.url.replace('//', '//reports@'),
      SITECAST_SMTP_PASSWORD_FILE: file,
    };
    const { server, addPerson, subscribe } = await startSending(mails, account, true);
    await subscribe(await addPerson('i@example.kz', true));
    await expect.poll(() => mails.mails.length, patience).toBe(1);
    const raw = mails.mails[0]?.raw ?? '';
    if (findPrinter(process.env['CHROMIUM_PATH'])) {
      expect(raw).toContain('Content-Type: application/pdf; name=k-park-2026-10.pdf');
      const [, printed = ''] =
        /filename=k-park-2026-10\.pdf\r\n(?:[^\r\n]+\r\n)*\r\n([A-Za-z0-9+/=\r\n]+)/.exec(raw) ?? [];
      expect(Buffer.from(printed, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    } else expect(raw).not.toContain('application/pdf');
    expect(seen[0]).toBe('reports:PASSWORD-CANARY-3');
    expect(server.logged()).not.toContain('PASSWORD-CANARY-3');
  });
});

test('a server without a mail server says so and keeps no subscription', async () => {
  const server = await startTestServer({}, { clock: { now: () => secondOfNovember } });
  open.push(server);
  const investor = await server.addPerson({ login: 'i@example.kz', role: 'investor', projects: ['k-park'] });
  const body = { subscribed: true, language: 'en' };
  const answer = await server.ask('POST', '/api/projects/k-park/subscription', { as: investor, body });
  expect([answer.status, answer.body.code]).toEqual([409, 'mail.not-possible']);
  const read = await server.ask('GET', '/api/projects/k-park/subscription', { as: investor });
  expect(read.body).toMatchObject({ available: false, subscribed: false, deliveries: [] });
});
