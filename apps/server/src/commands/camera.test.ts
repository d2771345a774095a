import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestRecorder, type TestRecorder } from '../app/testing/start-test-recorder.ts';
import { startTestServer, type TestServer } from '../app/testing/start-test-server.ts';
import { startGstreamerRtsp } from '../../../../tests/support/gstreamer-rtsp.ts';

const main = path.join(import.meta.dirname, 'main.ts');
const canary = 'Canary-Passw0rd-19';
let recorder: TestRecorder;
let server: TestServer;

beforeAll(async () => {
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'sitecast-command-'));
  recorder = await startTestRecorder(dataDirectory);
  server = await startTestServer({ SITECAST_DATA: dataDirectory, SITECAST_RECORDER_URL: recorder.url });
});
afterAll(async () => {
  await recorder?.stop();
  await server?.close();
});

async function run(args: readonly string[], input = ''): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env['PATH'], SITECAST_DATA: server.dataDirectory, SITECAST_SERVER_URL: server.url },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, err };
}

/** A port at which nobody listens. */
async function findClosedPort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  listener.close();
  return port;
}

test('[CTRL2] adds a camera whose source comes through the pipe, lists and removes it', async () => {
  const add = ['camera', 'add', '--project', 'k-park', '--id', 'mast-1', '--name', 'Mast'];
  const added = await run(add, `rtsp://admin:${canary}@127.0.0.1:${await findClosedPort()}/stream\n`);
  expect(added).toMatchObject({ code: 0, err: '' });
  expect(added.out).toMatch(/^added mast-1, not public\nno picture: \S+; it is tried again until there is one$/m);
  const listed = await run(['camera', 'list', '--project', 'k-park']);
  expect(listed.out).toMatch(/^mast-1\tMast\t\w+ since .*\tnot public\trtsp 127\.0\.0\.1/m);
  expect(added.out + listed.out).not.toContain(canary);
  expect((await run(['camera', 'remove', '--id', 'mast-1'])).code).toBe(0);
  expect((await run(['camera', 'list', '--project', 'k-park'])).out).not.toContain('mast-1');
});

test('says that a camera of another maker is live, and what is still to be done before everybody sees it', async () => {
  const camera = await startGstreamerRtsp({ auth: { kind: 'digest', username: 'viewer', password: canary } });
  const add = ['camera', 'add', '--project', 'k-park', '--id', 'gate-1', '--name', 'Gate', '--published'];
  const { code, out } = await run(add, camera.url.replace('rtsp://', `rtsp://viewer:${canary}@`));
  await camera.stop();
  expect(code).toBe(0);
  expect(out).toMatch(
    /^added gate-1, to be public\nthe public sees it when its mask was reviewed: \/manage\/k-park\/privacy\nit is live after \d+\.\d s\n$/,
  );
  expect((await run(['camera', 'list', '--project', 'k-park'])).out).toMatch(/^gate-1\t.*\tmask to be reviewed\t/m);
});

test('says of a camera that sees nothing that its picture comes, and how it is', async () => {
  const camera = await startGstreamerRtsp({ pattern: 'black' });
  const { out } = await run(['camera', 'add', '--project', 'k-park', '--id', 'black-1', '--name', 'Black'], camera.url);
  await camera.stop();
  expect(out).toMatch(/^added black-1, not public\nthere is a picture after \d+\.\d s, and it is dark\n$/);
});

test('pulls a camera over UDP where that is asked for, and says what belongs to another kind', async () => {
  const camera = await startGstreamerRtsp({ transport: 'udp' });
  const add = ['camera', 'add', '--project', 'k-park', '--id', 'udp-1', '--name', 'UDP', '--transport'];
  const { out } = await run([...add, 'udp'], camera.url);
  await camera.stop();
  expect(out).toMatch(/^added udp-1, not public\nit is live after \d+\.\d s\n$/);
  const wrong = await run([...add, 'sctp'], camera.url);
  expect(wrong).toMatchObject({ code: 64, err: expect.stringContaining('--transport is tcp or udp') });
  const other = await run([...add, 'udp'], 'https://example.org/live.m3u8');
  expect(other).toMatchObject({ code: 64, err: expect.stringContaining('--transport is for rtsp alone') });
});

test('makes a key for a camera that pushes, and shows it once', async () => {
  const args = ['camera', 'add', '--project', 'k-park', '--id', 'push-1', '--name', 'Push', '--kind', 'rtmp'];
  const { code, out } = await run(args);
  expect(code).toBe(0);
  expect(out).toMatch(/its key, shown this once: [\w-]{24}/);
  expect(out).toMatch(/sends to rtmp:\/\/\S+\/push-1/);
});

test('says what was refused, field by field, and how it is used', async () => {
  const add = ['camera', 'add', '--project', 'k-park', '--id', 'Bad Id', '--name', 'x'];
  expect(await run(add, 'rtsp://127.0.0.1:8554/x')).toMatchObject({ code: 1, err: expect.stringContaining('  id: ') });
  const refused = await run(
    ['camera', 'add', '--project', 'k-park', '--id', 'meta-1', '--name', 'x'],
    'rtsp://169.254.169.254/',
  );
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('camera.source-refused') });
  expect(await run(['camera', 'paint'])).toMatchObject({
    code: 64,
    err: expect.stringContaining('sitecast camera list'),
  });
  expect((await run(['camera', 'add', '--source', 'rtsp://x'])).code).toBe(64);
  const local = await run(['camera', 'add', '--project', 'k-park', '--id', 'a-1', '--name', 'x'], 'file:///etc/passwd');
  expect(local).toMatchObject({ code: 64, err: expect.stringContaining('the source does not say its kind') });
});
