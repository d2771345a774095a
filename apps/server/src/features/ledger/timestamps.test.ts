import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { openStamp, readLines, verifyLedger } from '@sitecast/ledger';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestTimestamp, TimestampFault } from '../../adapters/timestamp/request-timestamp.ts';
import { startTestServer, type TestServer } from '../../app/testing/start-test-server.ts';

const run = promisify(execFile);
const day = 86_400_000;
let nowMs = Date.parse('2026-11-23T06:00:00.000Z');
const clock = { now: () => nowMs };
let folder: string;
let authority: Server;
let authorityUrl: string;
/** What the authority answers with; a test may spoil it. */
let answerWith: (reply: Buffer) => Buffer = (reply) => reply;
let server: TestServer;

/** A real authority: openssl makes its keys and answers each request. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sitecast-tsa-'));
  const file = (name: string): string => path.join(folder, name);
  await writeFile(
    file('tsa.cnf'),
    `[req]\ndistinguished_name = name\nx509_extensions = stamps\nprompt = no\n[name]\nCN = Test authority\n` +
      `[stamps]\nbasicConstraints = CA:FALSE\nkeyUsage = critical, digitalSignature\nextendedKeyUsage = critical, timeStamping\n` +
      `[tsa]\ndefault_tsa = main\n[main]\nserial = ${file('serial')}\ncrypto_device = builtin\nsigner_cert = ${file('cert.pem')}\n` +
      `signer_key = ${file('key.pem')}\nsigner_digest = sha256\ncerts = ${file('cert.pem')}\ness_cert_id_alg = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256\naccuracy = secs:1\n`,
  );
  await writeFile(file('serial'), '01\n');
  const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', file('key.pem')];
  await run('openssl', ['req', '-x509', ...key, '-out', file('cert.pem'), '-days', '3650', '-config', file('tsa.cnf')]);
  authority = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      await writeFile(file('query.tsq'), Buffer.concat(parts));
      const paths = ['-queryfile', file('query.tsq'), '-out', file('reply.tsr'), '-config', file('tsa.cnf')];
      await run('openssl', ['ts', '-reply', ...paths, '-section', 'main']);
      response.setHeader('content-type', 'application/timestamp-reply');
      response.end(answerWith(await readFile(file('reply.tsr'))));
    };
    answer().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await once(authority.listen(0, '127.0.0.1'), 'listening');
  authorityUrl = `http://127.0.0.1:${(authority.address() as AddressInfo).port}/stamp`;
  server = await startTestServer({ SITECAST_TSA_URL: authorityUrl }, { clock });
}, 60_000);
afterAll(async () => {
  await server.close();
  authority.close();
  await rm(folder, { recursive: true, force: true });
});

const read = async (address: string) => (await server.ask('GET', `/api/projects/k-park/ledger${address}`)).body;
const hash = 'ab'.repeat(32);

test('[LEDGER9] a stamp is kept only where it is over the digest that was sent and answers that very request', async () => {
  const url = new URL(authorityUrl);
  const { token, at } = await requestTimestamp(url, hash);
  expect(openStamp({ hash, token })?.at).toBe(at);
  expect(openStamp({ hash: 'cd'.repeat(32), token })).toBe(null);
  await writeFile(path.join(folder, 'token.der'), Buffer.from(token, 'base64'));
  const certificate = path.join(folder, 'cert.pem');
  const verified = await run('openssl', [
    ...['ts', '-verify', '-digest', hash, '-in', path.join(folder, 'token.der'), '-token_in'],
    ...['-CAfile', certificate],
  ]);
  expect(verified.stdout + verified.stderr).toContain('Verification: OK');

  // An older answer over the same digest has another nonce; one over another digest has another imprint.
  let older: Buffer | null = null;
  answerWith = (reply) => (older ??= reply);
  await requestTimestamp(url, hash);
  await expect(requestTimestamp(url, hash)).rejects.toThrow('answers another request');
  await expect(requestTimestamp(url, 'cd'.repeat(32))).rejects.toThrow('not over the head');
  answerWith = () => Buffer.from('3003020102', 'hex');
  await expect(requestTimestamp(url, hash)).rejects.toThrow(TimestampFault);
  answerWith = () => Buffer.alloc(100_000, 0x30);
  await expect(requestTimestamp(url, hash)).rejects.toThrow('too long');
  answerWith = (reply) => reply;
}, 120_000);

test('[LEDGER9] the last head of a day that is over is stamped, shown, exported and checked without the server', async () => {
  expect((await read('')).stamp).toBe(null);
  nowMs += day;
  await server.restart();
  await expect.poll(async () => (await read('')).stamp, { timeout: 60_000 }).not.toBe(null);
  const { head, stamp } = await read('/heads/2026-11-23');
  expect([stamp.n, stamp.hash]).toEqual([head.n, head.hash]);
  expect(openStamp(stamp)?.at).toBe(stamp.at);
  expect(await read('/heads/2026-11-24')).toEqual({ head: null, stamp: null });

  const exported = await fetch(`${server.url}/api/projects/k-park/ledger/export.jsonl`);
  const text = await exported.text();
  const check = (lines: string) => verifyLedger(readLines(toChunks(lines)));
  const report = await check(text);
  expect([report.fault, report.stamped]).toEqual([null, { n: stamp.n, at: stamp.at, authority: stamp.authority }]);

  const other = (await requestTimestamp(new URL(authorityUrl), hash)).token;
  expect((await check(text.replace(stamp.token, other))).fault).toMatchObject({ why: 'bad-timestamp', n: stamp.n });
  const without = text.split('\n').filter((line) => !line.includes('"token"'));
  expect((await check(without.join('\n'))).fault).toMatchObject({ why: 'header' });
}, 120_000);

async function* toChunks(text: string): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield new TextEncoder().encode(text);
}
