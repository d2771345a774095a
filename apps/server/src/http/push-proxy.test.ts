import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../platform/log.ts';
import { createProblemMapper } from './problem-answer.ts';
import { setContext } from './request-context.ts';
import { createPushProxy, pushPrefixes } from './push-proxy.ts';

/** What the recorder behind it was asked. */
const asked: { method: string; url: string; headers: Record<string, unknown>; bytes: number }[] = [];
let answer: { status: number; body: string; location?: string } = { status: 204, body: '' };
const recorder = createServer((request, response) => {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => (bytes += chunk.byteLength));
  request.on('end', () => {
    asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, bytes });
    if (answer.location !== undefined) response.setHeader('location', answer.location);
    response.writeHead(answer.status, { 'content-type': 'application/problem+json' }).end(answer.body);
  });
});
const app = express();
let origin = '';
let close: () => void = () => undefined;

beforeAll(async () => {
  recorder.listen(0, '127.0.0.1');
  await once(recorder, 'listening');
  const uplink = createPushProxy(`http://127.0.0.1:${(recorder.address() as AddressInfo).port}`);
  app.use((request, _response, next) => {
    const caller = { principal: null, credential: null, expiresAtMs: null, address: '' };
    setContext(request, { requestId: 'one', caller });
    next();
  });
  app.use(pushPrefixes, uplink);
  app.use(createProblemMapper(createLog('silent'), () => 'one'));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () => {
    uplink.close();
    server.closeAllConnections();
    server.close();
  };
});
afterAll(() => {
  close();
  recorder.closeAllConnections();
  recorder.close();
});

const path = `/uplink/gate-1/segments/${'a'.repeat(16)}/1000-2000.mp4`;
const put = (where: string, body: Uint8Array<ArrayBuffer>, method = 'PUT') =>
  fetch(origin + where, {
    method,
    headers: { authorization: 'Bearer key-of-the-gate-camera', cookie: 'session=mine', 'x-sitecast-edition': 'sealed' },
    body,
  });

test('[EDGE1] hands on what a recorder at a site sends, with its key and nothing else of ours', async () => {
  expect((await put(path, new Uint8Array(300_000))).status).toBe(204);
  expect(asked.at(-1)).toMatchObject({ method: 'PUT', url: path, bytes: 300_000 });
  const headers = asked.at(-1)?.headers ?? {};
  expect(headers['authorization']).toBe('Bearer key-of-the-gate-camera');
  expect([headers['cookie'], headers['x-sitecast-edition']]).toEqual([undefined, undefined]);
});

test('[EDGE1] answers what the recorder answers, and takes nothing but what is sent to it', async () => {
  answer = { status: 401, body: '{"code":"session.required"}' };
  const refused = await put(path, new Uint8Array(8));
  expect([refused.status, await refused.json()]).toEqual([401, { code: 'session.required' }]);
  const before = asked.length;
  expect((await put(path, new Uint8Array(8), 'POST')).status).toBe(405);
  expect((await fetch(origin + path)).status).toBe(405);
  expect((await put('/whip/gate-1', new Uint8Array(8))).status).toBe(405);
  expect(asked.length).toBe(before);
});

test('[WHIP1] hands on a camera’s offer and its end, and where that is to be sent', async () => {
  answer = { status: 201, body: 'v=0', location: '/whip/gate-1/one' };
  const taken = await put('/whip/gate-1', new Uint8Array(7_000), 'POST');
  expect([taken.status, taken.headers.get('location'), await taken.text()]).toEqual([201, '/whip/gate-1/one', 'v=0']);
  expect(asked.at(-1)).toMatchObject({ method: 'POST', url: '/whip/gate-1', bytes: 7_000 });
  answer = { status: 200, body: '' };
  const headers = { authorization: 'Bearer key-of-the-gate-camera' };
  expect((await fetch(`${origin}/whip/gate-1/one`, { method: 'DELETE', headers })).status).toBe(200);
  expect(asked.at(-1)).toMatchObject({ method: 'DELETE', url: '/whip/gate-1/one', headers });
});

test('[ERR2] says that the recorder is away', async () => {
  recorder.closeAllConnections();
  await new Promise<void>((resolve) => recorder.close(() => resolve()));
  expect((await put(path, new Uint8Array(8))).status).toBe(503);
});
