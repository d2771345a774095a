import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashState } from './testing/read-database.ts';
import { startTestServer, type TestServer } from './testing/start-test-server.ts';

const clock = { now: () => Date.parse('2026-11-23T06:00:00.000Z') };
const runs = 2_000;
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({}, { clock });
});
afterAll(() => server.close());

const good: Record<string, Record<string, unknown>> = {
  progress: {
    item: 'M06',
    dataDate: '2026-11-20',
    measurement: { method: 'units', done: 5, total: 20 },
    note: null,
    evidence: [],
    correction: null,
    expectedVersion: 2,
  },
  milestones: { code: 'M06', actual: '2026-11-20', note: null, evidence: [], expectedVersion: 2 },
  notices: { kind: 'news', text: { en: 'Text' } },
};
const strange = fc.oneof(
  fc.constantFrom<unknown>('', ' ', '\u0000', '\ud800', '2026-02-30', '9999-99-99', "'; drop table event; --", '../..'),
  fc.constantFrom<unknown>(-1, 1e308, 0.1, 10_001, Number.MAX_SAFE_INTEGER + 1, null, true, [], {}),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ minLength: 2_001, maxLength: 2_100 }),
);
/** A good body with one field of a good name taken out, made strange, or joined by one that is not known. */
const spoil = (body: Record<string, unknown>) =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .record({ key: fc.constantFrom(...Object.keys(body)), value: strange })
        .map(({ key, value }) => ({ ...body, [key]: value })),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(...Object.keys(body))
        .map((key) => Object.fromEntries(Object.entries(body).filter(([name]) => name !== key))),
    },
    {
      weight: 1,
      arbitrary: fc
        .record({ key: fc.string({ minLength: 1 }), value: strange })
        .map(({ key, value }) => ({ ...body, [key]: value })),
    },
    { weight: 1, arbitrary: strange },
  );
const send = (route: string, body: string | FormData) => {
  const headers = body instanceof FormData ? {} : { 'content-type': 'application/json' };
  return fetch(`${server.url}/api/projects/k-park/${route}`, {
    method: 'POST',
    body,
    headers: {
      ...headers,
      authorization: `Bearer ${server.operator.token ?? ''}`,
      'idempotency-key': crypto.randomUUID(),
    },
  });
};

test.each(Object.entries(good))(
  '[ERR1] [ERR3] %s: whatever is sent is a clear refusal or a kept post, never a fault of ours',
  async (route, body) => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(spoil(body), async (bad) => {
        const before = refused % 100 === 0 ? hashState(server.dataDirectory) : null;
        const answer = await send(route, JSON.stringify(bad) ?? 'undefined');
        const text = await answer.text();
        expect(answer.status, text).toBeLessThan(500);
        if (answer.status < 400) return;
        refused += 1;
        expect(answer.headers.get('content-type')).toBe('application/problem+json');
        const problem = JSON.parse(text) as { code: string; field?: string };
        if (problem.code === 'request.invalid') expect(problem.field).toEqual(expect.any(String));
        expect(text).not.toMatch(/sqlite|kysely|node_modules|\.ts\b|select /i);
        if (before !== null) expect(hashState(server.dataDirectory)).toBe(before);
      }),
      { numRuns: runs },
    );
    expect(refused).toBeGreaterThan(runs / 2);
  },
  180_000,
);

test('[ERR3] evidence: random bytes and strange fields are refused and leave neither row nor file', async () => {
  const before = hashState(server.dataDirectory);
  const heads = [
    [],
    [0xff, 0xd8, 0xff],
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    [...Buffer.from('RIFF0000WEBPVP8 ')],
  ];
  const part = fc.record({
    head: fc.constantFrom(...heads),
    bytes: fc.uint8Array({ maxLength: 300 }),
    field: fc.constantFrom('photo', 'photo', 'photo', 'other'),
    extra: fc.option(fc.tuple(fc.constantFrom('credit', 'takenAt', 'gps'), fc.string({ maxLength: 200 }))),
  });
  await fc.assert(
    fc.asyncProperty(part, async ({ head, bytes, field, extra }) => {
      const form = new FormData();
      if (extra) form.set(...extra);
      form.set(field, new Blob([Uint8Array.from([...head, ...bytes])]), 'a.jpg');
      const answer = await send('evidence', form);
      const text = await answer.text();
      expect(answer.status, text).toBeGreaterThanOrEqual(400);
      expect(answer.status, text).toBeLessThan(500);
    }),
    { numRuns: runs },
  );
  expect(hashState(server.dataDirectory)).toBe(before);
}, 180_000);
