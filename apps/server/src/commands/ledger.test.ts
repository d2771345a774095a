import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../app/testing/start-test-server.ts';

const main = path.join(import.meta.dirname, 'main.ts');
let server: TestServer;
let folder: string;
let file: string;

beforeAll(async () => {
  server = await startTestServer();
  folder = await mkdtemp(path.join(tmpdir(), 'sitecast-ledger-'));
  file = path.join(folder, 'k-park.jsonl');
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Where no server is named, the command has none. */
async function run(args: readonly string[], serverUrl = 'http://127.0.0.1:1') {
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env['PATH'], SITECAST_DATA: folder, SITECAST_SERVER_URL: serverUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, err };
}

test('[LEDGER3] exports a chain, and checks it where there is neither server nor token', async () => {
  expect(await run(['ledger', 'export', 'k-park', '--out', file], server.url)).toEqual({ code: 0, out: '', err: '' });
  const printed = await run(['ledger', 'export', 'k-park'], server.url);
  expect(printed.out).toBe(await readFile(file, 'utf8'));
  const held = await run(['ledger', 'verify', file]);
  expect(held).toMatchObject({ code: 0, err: '' });
  expect(held.out).toMatch(
    /^k-park: \d+ records hold; signatures cover \d+\.\nhead \d+:[0-9a-f]{64}\nkey [\w-]{43}\n$/,
  );
  const [, head, key] = held.out
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  expect((await run(['ledger', 'verify', file, '--head', head ?? '', '--key', key ?? ''])).code).toBe(0);
});

test('[LEDGER3] names the record of a changed byte, a kept head that is gone, and a key that is another', async () => {
  const lines = (await readFile(file, 'utf8')).split('\n');
  const bad = path.join(folder, 'bad.jsonl');
  // Line 0 is the header; record 5 stands in line 6 of the file.
  lines[5] = lines[5]?.replace('"sample"', '"sampla"') ?? '';
  await writeFile(bad, lines.join('\n'));
  expect(await run(['ledger', 'verify', bad])).toEqual({
    code: 1,
    out: 'Record 5 does not hold (changed, line 6): what it says is not what its hash was made of.\n',
    err: '',
  });
  const forgotten = await run(['ledger', 'verify', file, '--head', `3:${'a'.repeat(64)}`]);
  expect(forgotten).toMatchObject({ code: 1, out: expect.stringContaining('rewritten') });
  const stranger = await run(['ledger', 'verify', file, '--key', 'A'.repeat(43)]);
  expect(stranger).toMatchObject({ code: 1, out: expect.stringContaining('unknown-key') });
});

test('says what it cannot read, and how it is used', async () => {
  expect((await run(['ledger', 'verify', path.join(folder, 'none.jsonl')])).code).toBe(1);
  expect((await run(['ledger', 'export', 'no-such'], server.url)).err).toContain('no ledger');
  expect((await run(['ledger', 'export', 'k-park'])).err).toContain('no server answers');
  for (const args of [
    ['ledger'],
    ['ledger', 'verify'],
    ['ledger', 'verify', file, '--head', 'x'],
    ['ledger', 'burn'],
  ]) {
    expect((await run(args)).code, args.join(' ')).toBe(64);
  }
});
