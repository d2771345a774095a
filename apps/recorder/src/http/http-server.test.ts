import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLog } from '../platform/log.ts';
import { readBody } from './body.ts';
import { createHttpServer, type HttpServer } from './http-server.ts';

let server: HttpServer;
let port: number;

beforeAll(async () => {
  server = createHttpServer({
    host: '127.0.0.1',
    port: 0,
    log: createLog('silent'),
    bodyMs: 300,
    handlers: [
      [
        '/patient/',
        async (request, response, _address, waitForBody) => {
          waitForBody(60_000);
          const body = await readBody(request, 1_000);
          response.end(`${body.byteLength} bytes`);
        },
      ],
      ['/', async (request, response) => void response.end(`${(await readBody(request, 1_000)).byteLength} bytes`)],
    ],
  });
  port = await server.start();
});
afterAll(() => server.close());

/** Sends a body whose second half comes when the connection was left open for a while, and answers all that came back. */
async function sendSlowly(path: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const heard: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => heard.push(chunk)).on('error', () => undefined);
  const closed = once(socket, 'close');
  socket.write(`PUT ${path} HTTP/1.1\r\nHost: one\r\nConnection: close\r\nContent-Length: 10\r\n\r\nhalf.`);
  const second = setTimeout(() => socket.write('.half'), 1_500);
  await closed;
  clearTimeout(second);
  return Buffer.concat(heard).toString();
}

it('waits for a slow body where the handler asks for it, and closes the connection of any other', async () => {
  const [patient, other] = await Promise.all([sendSlowly('/patient/x'), sendSlowly('/x')]);
  expect(patient).toContain('10 bytes');
  expect(other).toBe('');
});
