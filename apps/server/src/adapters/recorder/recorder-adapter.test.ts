import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Refusal, type RecorderEvent } from '@sitecast/contract';
import { afterEach, expect, test } from 'vitest';
import { createLog } from '../../platform/log.ts';
import { createControlClient } from './control-client.ts';
import { createEventStream, type EventStream } from './event-stream.ts';

const servers: Server[] = [];
const streams: EventStream[] = [];
const log = createLog('silent');

afterEach(() => {
  for (const stream of streams.splice(0)) stream.close();
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** Another program on the recorder's port, which answers as no recorder does. */
async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Follows and resolves with what came once `enough` says so. */
function follow(url: string, enough: (events: (RecorderEvent | { type: 'lost' })[]) => boolean) {
  const stream = createEventStream(url, 'token', log);
  streams.push(stream);
  const events: (RecorderEvent | { type: 'lost' })[] = [];
  return new Promise<(RecorderEvent | { type: 'lost' })[]>((resolve) => {
    stream.start((event) => {
      events.push(event);
      if (enough(events)) resolve(events);
    });
  });
}

const beat = { type: 'beat', at: '2026-11-23T05:00:00.000Z' };

test('reads events whatever the pieces they come in, with comments between', async () => {
  const text = `: hello\r\n\r\ndata: ${JSON.stringify(beat)}\r\n\r\nevent: x\ndata: {"type":"beat",\ndata: "at":"б"}\n\n`;
  const url = await listen((request, response) => {
    expect(request.headers.authorization).toBe('Bearer token');
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    const bytes = Buffer.from(text);
    const write = (at: number): void => {
      if (at >= bytes.length) return;
      response.write(bytes.subarray(at, at + 7), () => setImmediate(write, at + 7));
    };
    write(0);
  });
  expect(await follow(url, (events) => events.length === 2)).toEqual([beat, { type: 'beat', at: 'б' }]);
});

test('[CTRL3] comes back by itself after the line broke, was refused, or spoke nonsense', async () => {
  let connections = 0;
  const url = await listen((_request, response) => {
    connections += 1;
    if (connections === 1) response.writeHead(503).end();
    else if (connections === 2) response.writeHead(200).end('data: {no json\n\n');
    else if (connections === 3) response.writeHead(200).destroy();
    else response.writeHead(200).write(`data: ${JSON.stringify(beat)}\n\n`);
  });
  const events = await follow(url, (all) => all.some((event) => event.type === 'beat'));
  expect(events.map((event) => event.type)).toEqual(['lost', 'lost', 'lost', 'beat']);
});

test.each([
  ['nobody listens', null],
  ['a page of another program', (response) => response.end('<html>')],
  ['our own token is refused', (response) => problem(response, 401, 'session.required')],
  ['a fault of the recorder', (response) => problem(response, 500, 'server.error')],
  ['a redirect', (response) => response.writeHead(302, { Location: 'http://127.0.0.1:1/' }).end()],
  ['a view out of schema', (response) => response.end('{"id":1}')],
] satisfies [string, ((response: Parameters<RequestListener>[1]) => void) | null][])(
  'says that the recorder cannot be reached when %s',
  async (_name, respond) => {
    const url = respond ? await listen((_request, response) => respond(response)) : 'http://127.0.0.1:1';
    const changing = createControlClient(url, 'token').changeCamera('gate-1', { published: true });
    await expect(changing).rejects.toMatchObject({ code: 'recorder.unreachable' });
  },
);

test('a refusal of the recorder passes through, with its fields', async () => {
  const fields = [{ field: 'source.url', message: 'is not an allowed host' }];
  const url = await listen((_request, response) => problem(response, 422, 'camera.source-refused', fields));
  const adding = createControlClient(url, 'token').changeCamera('gate-1', {});
  await expect(adding).rejects.toSatisfy(
    (error: unknown) =>
      error instanceof Refusal && error.code === 'camera.source-refused' && error.fields[0]?.field === 'source.url',
  );
});

function problem(response: Parameters<RequestListener>[1], status: number, code: string, fields?: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/problem+json' });
  response.end(JSON.stringify({ type: `/problems/${code}`, title: code, status, code, fields }));
}
