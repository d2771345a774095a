import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRtcSender, type RtcSender } from '../../tests/rtc-sender.ts';
import { createLog } from '../platform/log.ts';
import { createPushOutlets } from '../sources/pushed/push-outlets.ts';
import { createWhipIngest } from '../sources/whip/ingest.ts';
import { createHttpServer } from './http-server.ts';
import { createWhipDoor } from './whip-door.ts';

const key = 'canary-key-0123456789';
const outlets = createPushOutlets();
const failures: unknown[] = [];
const ingest = createWhipIngest(
  { host: '127.0.0.1', address: '203.0.113.5', ports: [41_500, 41_999] },
  outlets,
  (error) => failures.push(error),
);
const keyOf = (camera: string): string | null => (camera === 'gate' ? key : null);
const server = createHttpServer({
  ...{ host: '127.0.0.1', port: 0, log: createLog('silent') },
  handlers: [['/whip/', createWhipDoor({ ingest, keyOf })]],
});
let origin = '';
let sender: RtcSender;

beforeAll(async () => {
  await outlets.start();
  origin = `http://127.0.0.1:${await server.start()}`;
  sender = await openRtcSender();
});
afterAll(async () => {
  await sender?.vanish();
  await server.close();
  await ingest.close();
  await outlets.close();
  expect(failures).toEqual([]);
});

const form = { authorization: `Bearer ${key}`, 'content-type': 'application/sdp' };
const send = (path: string, init: RequestInit): Promise<Response> => fetch(origin + path, { headers: form, ...init });

it('[WHIP1] answers an offer with where its session ends, under the address that senders know', async () => {
  const taken = await send('/whip/gate', { method: 'POST', body: sender.offer });
  expect([taken.status, taken.headers.get('content-type')]).toEqual([201, 'application/sdp']);
  const answer = await taken.text();
  expect(answer).toMatch(/^a=fmtp:\d+ .*;x-google-start-bitrate=2000$/m);
  expect(answer).not.toContain('transport-cc');
  const candidates = answer.match(/^a=candidate:.*$/gm) ?? [];
  expect(candidates.length).toBe(1);
  expect(candidates[0]).toMatch(/ 203\.0\.113\.5 41[5-9]\d\d typ host/);
  const session = taken.headers.get('location') ?? '';
  expect(session).toMatch(/^\/whip\/gate\/[\w-]{20,}$/);
  expect((await send(session, { method: 'PATCH', body: 'a=ice-ufrag:x' })).status).toBe(405);
  expect((await send(session, { method: 'DELETE' })).status).toBe(200);
  expect((await send('/whip/gate/none', { method: 'DELETE' })).status).toBe(404);
});

it('[WHIP1] tells nobody without the key whether a camera is there', async () => {
  const answers = await Promise.all(
    ['/whip/gate', '/whip/other', '/whip/gate/session', '/whip/', '/whip/a/b/c'].flatMap((path) =>
      [{}, { authorization: 'Bearer wrong-key-0123456789' }, { authorization: `Basic ${btoa(key)}` }].flatMap(
        (headers) =>
          ['GET', 'POST', 'DELETE'].map(async (method) => {
            const answer = await send(path, { method, headers });
            const { code } = (await answer.json()) as { code: string };
            return `${answer.status} ${code}`;
          }),
      ),
    ),
  );
  expect(answers.length).toBe(45);
  expect(new Set(answers)).toEqual(new Set(['401 session.required']));
});

it.each<[string, string, RequestInit, number, string]>([
  ['another method', '/whip/gate', { method: 'PUT', body: 'v=0' }, 405, 'method'],
  [
    'another type',
    '/whip/gate',
    { method: 'POST', body: '{}', headers: { ...form, 'content-type': 'application/json' } },
    415,
    'content-type',
  ],
  ['more than an offer holds', '/whip/gate', { method: 'POST', body: 'v'.repeat(70_000) }, 413, 'body'],
  ['a query', '/whip/gate?x=1', { method: 'POST', body: 'v=0' }, 400, 'x'],
  ['what is no offer', '/whip/gate', { method: 'POST', body: 'v=0\r\nm=video' }, 400, 'body'],
])('[WHIP2] refuses %s', async (_name, path, init, status, field) => {
  const answer = await send(path, init);
  const problem = (await answer.json()) as { field?: string };
  expect([answer.status, problem.field]).toEqual([status, field]);
});
