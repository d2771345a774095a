import type { LogEvent, WatchAnswer } from '@sitecast/contract';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { openPage, type TestPage } from '../app/testing/open-page.ts';
import { startTestServer, type TestCaller, type TestServer } from '../app/testing/start-test-server.ts';

let server: TestServer;
let investor: TestCaller;
let foreign: TestCaller;
const pages: TestPage[] = [];

beforeAll(async () => {
  server = await startTestServer();
  investor = await server.addPerson({ login: 'investor@example.kz', role: 'investor', projects: ['k-park'] });
  foreign = await server.addPerson({ login: 'foreign@example.kz', role: 'investor', projects: ['iconic-towers'] });
});
afterEach(() => {
  for (const page of pages.splice(0)) page.close();
});
afterAll(() => server.close());

async function open(caller?: TestCaller): Promise<TestPage> {
  const page = await openPage(server.url, caller);
  pages.push(page);
  return page;
}
async function postNotice(text: string): Promise<string> {
  const answer = await server.ask('POST', '/api/projects/k-park/notices', {
    as: server.operator,
    body: { kind: 'news', text: { en: text } },
  });
  expect(answer.status).toBe(201);
  return answer.body.id;
}
async function countSockets(): Promise<number> {
  const metrics = String((await server.ask('GET', '/metrics')).body);
  return Number(/^sitecast_sockets (\d+)$/m.exec(metrics)?.[1]);
}
const kPark = { topic: 'project', code: 'k-park' } as const;
const isNotice = (id: string) => (event: LogEvent) => event.type === 'notice:posted' && event.payload.notice.id === id;
function seqOf(answer: WatchAnswer): number {
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.seq;
}

test('[SEQ1] [SEQ2] every page gets every event once, in order, each naming the one before it', async () => {
  const watching = await Promise.all([open(), open(), open(investor)]);
  const seqs = await Promise.all(watching.map(async (page) => seqOf(await page.watch({ ...kPark, since: 0 }))));
  const ids: string[] = [];
  for (let index = 0; index < 12; index++) ids.push(await postNotice(`notice ${index}`));
  for (const [index, page] of watching.entries()) {
    await page.nextEvent(isNotice(ids.at(-1) ?? ''));
    let last = seqs[index];
    for (const event of page.events) {
      expect(event.prev).toBe(last);
      expect(event.seq).toBeGreaterThan(event.prev);
      last = event.seq;
    }
    expect(page.events.map((event) => (event.type === 'notice:posted' ? event.payload.notice.id : ''))).toEqual(ids);
  }
});

test('[SEQ3] a page that watches while posts go on misses none and gets none twice', async () => {
  const posts = Array.from({ length: 30 }, (_, index) => postNotice(`busy ${index}`));
  const page = await open();
  const answer = await page.watch({ ...kPark, since: 0 });
  const ids = await Promise.all(posts);
  const last = await postNotice('last');
  await page.nextEvent(isNotice(last));
  if (!answer.ok) throw new Error(answer.error.code);
  const known =
    answer.kind === 'snapshot'
      ? answer.snapshot.notices.map((notice) => notice.id)
      : answer.events.flatMap((event) => (event.type === 'notice:posted' ? [event.payload.notice.id] : []));
  const sent = page.events.flatMap((event) => (event.type === 'notice:posted' ? [event.payload.notice.id] : []));
  expect(page.events[0]?.prev).toBe(answer.seq);
  expect(known.filter((id) => sent.includes(id))).toEqual([]);
  if (answer.kind === 'events') expect(new Set([...known, ...sent])).toEqual(new Set([...known, ...ids, last]));
});

test('[SEQ3] [SEQ5] one that was away gets what it missed, or the whole where that is too much', async () => {
  const page = await open();
  const since = seqOf(await page.watch({ ...kPark, since: 0 }));
  page.close();
  const missed = [await postNotice('missed one'), await postNotice('missed two')];
  const back = await open();
  const answer = await back.watch({ ...kPark, since });
  if (!answer.ok || answer.kind !== 'events') throw new Error('expected events');
  expect(answer.events.map((event) => (event.type === 'notice:posted' ? event.payload.notice.id : ''))).toEqual(missed);
  expect(answer.events[0]?.prev).toBe(since);

  await Promise.all(Array.from({ length: 210 }, (_, index) => postNotice(`many ${index}`)));
  const late = await open();
  const whole = await late.watch({ ...kPark, since });
  if (!whole.ok || whole.kind !== 'snapshot') throw new Error('expected a snapshot');
  expect(whole.snapshot.seq).toBe(whole.seq);
  const next = await postNotice('after the snapshot');
  expect((await late.nextEvent(isNotice(next))).prev).toBe(whole.seq);
});

test('[SEQ3] what a page missed while the server restarted is there afterwards', async () => {
  const page = await open();
  const since = seqOf(await page.watch({ ...kPark, since: 0 }));
  const missed = await postNotice('before the restart');
  await server.restart();
  expect(await page.ended).toBe('transport close');
  const back = await open();
  const answer = await back.watch({ ...kPark, since });
  if (!answer.ok || answer.kind !== 'events') throw new Error('expected events');
  expect(answer.events.filter(isNotice(missed))).toHaveLength(1);
});

test('[SEQ3] a page of another log, as after a restored backup, gets the whole', async () => {
  const page = await open();
  expect(await page.watch({ ...kPark, since: 1_000_000_000 })).toMatchObject({ ok: true, kind: 'snapshot' });
});

test(
  'a page that does not read what it is sent is cut, and the others get all of it',
  { timeout: 180_000 },
  async () => {
    const calm = await open();
    seqOf(await calm.watch({ ...kPark, since: 0 }));
    const slow = new WebSocket(`${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
      origin: server.url,
    });
    await new Promise((resolve) => slow.once('message', resolve));
    slow.send('40');
    await new Promise((resolve) => slow.once('message', resolve));
    slow.send(`420["topic:watch",${JSON.stringify({ ...kPark, since: 0 })}]`);
    await new Promise((resolve) => slow.once('message', resolve));
    const cut = new Promise((resolve) => slow.once('close', resolve));
    slow.pause();
    const before = await countSockets();
    const text = Object.fromEntries(['en', 'kk', 'ru', 'ko', 'zh'].map((locale) => [locale, '한'.repeat(2_000)]));
    const posts: Promise<{ status: number; body: { id: string } }>[] = [];
    for (let index = 0; index < 250; index++) {
      posts.push(
        server.ask('POST', '/api/projects/k-park/notices', { as: server.operator, body: { kind: 'news', text } }),
      );
      if (index % 50 === 49) await Promise.all(posts);
    }
    await expect.poll(countSockets, { timeout: 60_000 }).toBe(before - 1);
    await calm.nextEvent(isNotice((await posts.at(-1))?.body.id ?? ''));
    expect(calm.events.filter((event) => event.type === 'notice:posted')).toHaveLength(250);
    slow.resume();
    await cut;
  },
);

test('[AUD1] the programme page gets the events of its projects; an unwatched topic is quiet', async () => {
  const page = await open();
  seqOf(await page.watch({ topic: 'programme', code: 'alatau-city', since: 0 }));
  const first = await postNotice('for the programme');
  await page.nextEvent(isNotice(first));
  await page.socket.emitWithAck('topic:unwatch', { topic: 'programme', code: 'alatau-city' });
  const witness = await open();
  seqOf(await witness.watch({ ...kPark, since: 0 }));
  const second = await postNotice('unseen');
  await witness.nextEvent(isNotice(second));
  expect(page.events.filter(isNotice(second))).toEqual([]);
});

test('[AUD3] a public page and an investor of another project get no figures', async () => {
  const [publicPage, foreignPage, ownPage] = [await open(), await open(foreign), await open(investor)];
  for (const page of [publicPage, foreignPage, ownPage]) seqOf(await page.watch({ ...kPark, since: 0 }));
  const id = await postNotice('marks the end');
  for (const page of [publicPage, foreignPage, ownPage]) await page.nextEvent(isNotice(id));
  for (const page of [publicPage, foreignPage]) {
    expect(page.events.filter((event) => event.type === 'figures:updated' || event.type === 'camera:managed')).toEqual(
      [],
    );
  }
});

test('[AUD4] disabling a person and signing out cut their sockets', async () => {
  const person = await server.addPerson({ login: 'leaver@example.kz', role: 'investor', projects: null });
  const page = await open(person);
  await server.ask('PATCH', `/api/people/${person.id}`, { as: server.operator, body: { disabled: true } });
  expect(await page.ended).toBe('io server disconnect');
  const other = await server.addPerson({ login: 'out@example.kz', role: 'investor', projects: null });
  const second = await open(other);
  await server.ask('DELETE', '/api/session', { as: other });
  expect(await second.ended).toBe('io server disconnect');
});

test('[AUD5] a WebSocket from a foreign, missing or null Origin is refused before it opens', async () => {
  for (const origin of [
    'http://evil.example',
    'null',
    `${server.url}.evil.example`,
    server.url.replace('http', 'https') + 'x',
    undefined,
  ]) {
    const refused = new Promise<number>((resolve, reject) => {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
        ...(origin !== undefined && { origin }),
        headers: { cookie: investor.cookie ?? '' },
      });
      socket.on('unexpected-response', (_request, response) => {
        resolve(response.statusCode ?? 0);
        socket.terminate();
      });
      socket.on('open', () => reject(new Error(`opened for ${origin}`)));
      socket.on('error', () => {});
    });
    expect(await refused, String(origin)).toBeGreaterThanOrEqual(400);
  }
});

test('[ERR5] events out of schema are answered with a problem, unknown topics too, and the socket lives', async () => {
  const page = await open();
  const bad = await page.watch({ topic: 'project', code: 'k-park', since: -1 });
  expect(bad).toMatchObject({ ok: false, error: { code: 'request.invalid', field: 'since' } });
  expect(await page.watch({ ...kPark, since: 0, audience: 'investor' } as never)).toMatchObject({
    ok: false,
    error: { field: 'audience' },
  });
  expect(await page.watch({ topic: 'project', code: 'nowhere', since: 0 })).toMatchObject({
    ok: false,
    error: { code: 'project.not-found' },
  });
  // What the types forbid, a stranger sends.
  const untyped = page.socket as unknown as { emit(...args: unknown[]): void };
  untyped.emit('topic:watch', 'no object', 'no function');
  untyped.emit('join', 'project:k-park|investor');
  untyped.emit('topic:unwatch');
  const ask = (...args: unknown[]) => new Promise((answer) => untyped.emit(...args, answer));
  const refusal = (field: string) => ({ ok: false, error: { code: 'request.invalid', status: 400, field } });
  expect(await ask('join', 'project:k-park|investor')).toMatchObject(refusal('event'));
  expect(await ask('topic:watch')).toMatchObject(refusal('body'));
  expect(await ask('topic:watch', { ...kPark, since: 0 }, {})).toMatchObject(refusal('body'));
  expect(await ask('topic:unwatch', { topic: 'project', code: 7 })).toMatchObject(refusal('code'));
  expect(seqOf(await page.watch({ ...kPark, since: 0 }))).toBeGreaterThanOrEqual(0);
});

test('[ERR6] an event larger than 16 kB ends its own line, which says why; the largest is answered', async () => {
  const [page, other] = await Promise.all([open(), open()]);
  const ask = (code: string) => page.watch({ topic: 'project', code, since: 0 });
  expect(await ask('x'.repeat(16_000))).toMatchObject({ ok: false, error: { code: 'request.invalid', field: 'code' } });
  const closed = new Promise<unknown>((resolve) =>
    page.socket.on('disconnect', (_reason, details) => resolve(details && 'context' in details && details.context)),
  );
  ask('x'.repeat(16_384)).catch(() => undefined);
  expect(await closed).toMatchObject({ code: 1009 });
  expect(await other.watch({ ...kPark, since: 0 })).toMatchObject({ ok: true });
});

test('a socket that floods is cut, and others are not', async () => {
  const [flood, calm] = [await open(), await open()];
  for (let index = 0; index < 200; index++) flood.socket.emit('topic:watch', { ...kPark, since: 0 }, () => {});
  expect(await flood.ended).toBe('io server disconnect');
  expect(seqOf(await calm.watch({ ...kPark, since: 0 }))).toBeGreaterThan(0);
});
