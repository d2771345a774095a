import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { TestAnswer, TestCaller, TestServer } from './start-test-server.ts';

/** Asks a server that answers to the name of its public origin alone: the test stands where the edge stands. */
export function askByName(
  server: TestServer,
  origin: string,
  method: string,
  address: string,
  { as = {}, body }: { as?: TestCaller; body?: unknown } = {},
): Promise<TestAnswer> {
  const headers = {
    host: new URL(origin).host,
    ...(as.cookie !== undefined && { cookie: as.cookie }),
    ...(as.token !== undefined && { authorization: `Bearer ${as.token}` }),
    ...(method !== 'GET' && { origin, 'idempotency-key': randomBytes(12).toString('hex') }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
  return new Promise((resolve, reject) => {
    const asked = request(server.url + address, { method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('error', reject);
      response.once('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        const isJson = /\bjson\b/.test(response.headers['content-type'] ?? '');
        const cookies = (response.headers['set-cookie'] ?? []).map((one): [string, string] => ['set-cookie', one]);
        resolve({
          status: response.statusCode ?? 0,
          body: isJson ? JSON.parse(text) : text,
          headers: new Headers(cookies),
        });
      });
    });
    asked.once('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
