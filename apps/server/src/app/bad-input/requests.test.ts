import { routes, type Route } from '@sitecast/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createSender, type Sender, type Sent } from '../../../../../tests/support/send-many.ts';
import { arbitraryOf, spoil, strange } from '../../../../../tests/support/strange-values.ts';
import { hashState } from '../testing/read-database.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

/** Of each surface. */
const cases = 10_000;
const all: readonly Route[] = routes;
const timeoutMs = 600_000;
const clock = { now: () => Date.parse('2026-11-23T06:00:00.000Z') };
let server: TestServer;
let sender: Sender;

beforeAll(async () => {
  server = await startTestServer({}, { clock });
  sender = createSender(server.url);
});
afterAll(async () => {
  sender.close();
  await server.close();
});

/** Sends them all and looks at every answer; tells the one that was wrong. */
function sendAll(requests: fc.Arbitrary<Sent>, check: (sent: Sent, status: number) => void): Promise<void> {
  return sender.sendAll(requests, cases, (sent, { status, type, text }) => {
    const told = `${sent.method} ${sent.path} ${String(sent.body ?? '')} → ${status} ${text.slice(0, 300)}`;
    // 503: the recorder is not there in this test, and only routes that ask it may say so.
    expect(status === 503 || status < 500, told).toBe(true);
    if (status === 503) expect(text, told).toMatch(/recorder\.unreachable/);
    if (status >= 400 && sent.method !== 'HEAD' && type !== '') {
      expect(type, told).toMatch(/application\/problem\+json|text\/html/);
      expect(text, told).not.toMatch(/sqlite|kysely|node_modules|\.ts:\d|\bat file:/i);
    }
    check(sent, status);
  });
}

const part = fc.oneof(
  fc.constantFrom('k-park', 'M06', 'gate-1', '1', 'job'),
  strange.map((value) => String(value).slice(0, 200)),
);
const encode = (text: string): string => encodeURIComponent(text.toWellFormed()) || '%20';
const fill = (path: string, values: readonly string[]): string => {
  let at = 0;
  return path.replaceAll(/:\w+/g, () => encode(values[at++] ?? 'k-park'));
};
const own = (path: string): string => fill(path, []);
const bearer = () => ({ authorization: `Bearer ${server.operator.token ?? ''}` });

test(
  '[ERR1] [ERR3] bodies: ten thousand spoilt ones to every route that takes one, none a fault of ours',
  async () => {
    const writing = all.filter((route) => route.body && route.id !== 'session.create');
    // Made once for each route: making them costs more than sending.
    const sent = writing.map((route) =>
      spoil(toArbitrary(route)).map((body) => ({
        method: route.method.toUpperCase(),
        path: own(route.path),
        headers: {
          ...bearer(),
          'content-type': 'application/json',
          'idempotency-key': crypto.randomUUID().replaceAll('-', ''),
        },
        body: JSON.stringify(body) ?? 'undefined',
      })),
    );
    let refused = 0;
    await sendAll(fc.oneof(...sent), (_sent, status) => void (refused += status >= 400 ? 1 : 0));
    expect(refused).toBeGreaterThan(cases * 0.8);
  },
  timeoutMs,
);

test(
  '[ERR1] [ERR3] texts that are no JSON: ten thousand, all refused, nothing changed',
  async () => {
    const before = hashState(server.dataDirectory);
    const writing = all.filter((route) => route.body && route.id !== 'session.create');
    const broken = fc.oneof(
      fc.json().map((text) => text.slice(0, Math.max(1, text.length - 1)) + '\u0000'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }).map((text) => `{${text}`),
      fc.nat(200).map((depth) => '['.repeat(depth + 1)),
      fc.constantFrom(
        '{"a":1,}',
        "{'a':1}",
        '{"a":NaN}',
        '\ufeff{}x',
        '{"__proto__":',
        'true false',
        '{"a":1}{"a":1}',
        '-',
        '01',
      ),
    );
    const sent = fc.tuple(fc.constantFrom(...writing), broken).map(([route, body]) => ({
      method: route.method.toUpperCase(),
      path: own(route.path),
      headers: { ...bearer(), 'content-type': 'application/json', 'idempotency-key': 'k'.repeat(24) },
      body,
    }));
    await sendAll(sent, ({ body }, status) => expect(status, String(body)).toBeGreaterThanOrEqual(400));
    expect(hashState(server.dataDirectory)).toBe(before);
  },
  timeoutMs,
);

test(
  '[ERR1] paths and queries: ten thousand strange ones to every route that reads',
  async () => {
    const before = hashState(server.dataDirectory);
    const reading = all.filter((route) => route.method === 'get');
    const query = fc.oneof(
      fc.constant(''),
      fc
        .array(fc.tuple(fc.constantFrom('asOf', 'month', 'from', 'limit', 'a[b]', '__proto__'), part), { maxLength: 3 })
        .map((pairs) => pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')),
      fc.constantFrom('%', 'a=%zz', 'a=%c0%af', '&&&', '=', 'a=1&a=2', 'asOf=2026-11-20&asOf=2026-11-21', 'limit=-1'),
      fc.integer({ min: 1_000, max: 7_000 }).map((length) => `asOf=${'9'.repeat(length)}`),
    );
    const sent = fc
      .tuple(fc.constantFrom(...reading), fc.array(part, { minLength: 3, maxLength: 3 }), query, fc.boolean())
      .map(([route, values, text, signedIn]) => ({
        method: 'GET',
        path: `${fill(route.path, values)}${text === '' ? '' : `?${text}`}`,
        headers: signedIn ? bearer() : {},
      }));
    await sendAll(sent, () => undefined);
    expect(hashState(server.dataDirectory)).toBe(before);
  },
  timeoutMs,
);

test(
  '[ERR1] headers and methods: ten thousand odd ones, none a fault of ours, nothing changed',
  async () => {
    const before = hashState(server.dataDirectory);
    const plain = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_./:;,=*"\'()<>@[]{}?! '), maxLength: 120 });
    const headers = fc.dictionary(
      fc.constantFrom(
        ...[
          'host',
          'x-forwarded-for',
          'forwarded',
          'x-real-ip',
          'origin',
          'referer',
          'accept',
          'accept-language',
          'range',
        ],
        ...[
          'if-match',
          'if-none-match',
          'cookie',
          'authorization',
          'idempotency-key',
          'content-type',
          'accept-encoding',
        ],
        ...['x-http-method-override', 'x-original-url', 'sec-fetch-site', 'user-agent'],
      ),
      plain,
      { maxKeys: 5 },
    );
    const methods = fc.constantFrom(
      'GET',
      'GET',
      'HEAD',
      'OPTIONS',
      'PUT',
      'TRACE',
      'PROPFIND',
      'PURGE',
      'DELETE',
      'PATCH',
      'POST',
    );
    const paths = fc.constantFrom(
      ...[
        '/',
        '/api/projects',
        '/api/projects/k-park',
        '/projects/k-park',
        '/api/openapi.json',
        '/livez',
        '/media/gate-1/live.m3u8',
      ],
      ...['/api/projects/k-park/progress', '/api/session', '/evidence/a/large.webp', '/embed/k-park', '/nowhere'],
    );
    const sent = fc.tuple(methods, paths, headers).map(([method, path, given]) => ({ method, path, headers: given }));
    await sendAll(sent, () => undefined);
    expect(hashState(server.dataDirectory)).toBe(before);
  },
  timeoutMs,
);

function toArbitrary({ id, body }: Route): fc.Arbitrary<unknown> {
  if (!body) throw new Error(`${id} takes no body`);
  return arbitraryOf(z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }));
}
