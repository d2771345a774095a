import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, connect, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { controlPaths } from '@sitecast/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawClip } from '../tests/clip.ts';
import {
  findProcesses,
  makeDataFolder,
  removeDataFolder,
  startRecorder,
  waitForLive,
  type RecorderProcess,
} from '../tests/recorder-process.ts';
import { until } from '../../../tests/support/until.ts';

const canary = 'cAnArY-9f31c7d2';

/** Every file below a folder with its bytes. */
async function readAll(folder: string): Promise<{ path: string; bytes: Buffer }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (path) => ({ path, bytes: await readFile(path) })));
}

/** Sends a request line exactly as written and reads the whole answer. */
async function sendRaw(url: string, target: string): Promise<string> {
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`GET ${target} HTTP/1.1\r\nHost: recorder\r\nConnection: close\r\n\r\n`, 'latin1');
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
  await once(socket, 'close');
  return answer;
}

describe('what must not come out', () => {
  let folder: string;
  let recorder: RecorderProcess;
  let camera: Server;

  beforeAll(async () => {
    folder = await makeDataFolder();
    await drawClip(join(folder, 'recorder/import/clip.mp4'));
    // A camera that lets nobody in: the password is tried, and everything that could tell it has a reason to.
    camera = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (chunk: Buffer) => {
        const sequence = /CSeq: (\d+)/i.exec(chunk.toString('latin1'))?.[1] ?? '1';
        socket.write(
          `RTSP/1.0 401 Unauthorized\r\nCSeq: ${sequence}\r\nWWW-Authenticate: Basic realm="${canary.length}"\r\n\r\n`,
        );
      });
    }).listen(0, '127.0.0.1');
    await once(camera, 'listening');
    recorder = await startRecorder(folder, { SITECAST_SOURCE_HOSTS: '127.0.0.1', SITECAST_LOG_LEVEL: 'trace' });
    await recorder.putCamera('open-1', {});
    await waitForLive(recorder, 'open-1', 1);
  });
  afterAll(async () => {
    await recorder.stop();
    camera.close();
    await removeDataFolder(folder);
  });

  it('[CTRL2] keeps a password out of answers, logs, processes and files', async () => {
    const { port } = camera.address() as AddressInfo;
    const source = { kind: 'rtsp' as const, url: `rtsp://admin:${canary}@127.0.0.1:${port}/stream?token=${canary}` };
    const answers: string[] = [];
    answers.push(JSON.stringify(await recorder.putCamera('shut-1', { source })));
    const seen: number[] = [];
    const view = await until('two tries', async () => {
      seen.push(...(await findProcesses(canary)));
      const one = await recorder.view('shut-1');
      return one.restarts >= 2 ? one : null;
    });
    expect(view.fault).toBe('wrong-password');
    expect(view.source).toEqual({ kind: 'rtsp', host: '127.0.0.1', hasPassword: true, ingestUrl: null });
    for (const path of [controlPaths.cameras, controlPaths.camera('shut-1'), '/metrics', '/readyz']) {
      answers.push(await (await recorder.control('GET', path)).text());
    }
    const refused = await recorder.control('PATCH', controlPaths.camera('shut-1'), {
      source: { kind: 'rtsp', url: `gopher://admin:${canary}@127.0.0.1/` },
    });
    expect(refused.status).toBe(422);
    answers.push(await refused.text());

    expect(seen).toEqual([]);
    expect(answers.filter((answer) => answer.includes(canary))).toEqual([]);
    expect(recorder.errors).not.toContain(canary);
    const files = await readAll(folder);
    expect(files.length).toBeGreaterThan(3);
    expect(files.filter(({ bytes }) => bytes.includes(canary)).map(({ path }) => path)).toEqual([]);
  });

  it('[ENV3] keeps its secrets for its own user', async () => {
    expect((await stat(join(folder, 'secrets'))).mode & 0o777).toBe(0o700);
    for (const name of ['control.token', 'recorder.key']) {
      expect((await stat(join(folder, 'secrets', name))).mode & 0o777).toBe(0o600);
    }
    expect((await stat(join(folder, 'recorder/cameras/open-1.json'))).mode & 0o777).toBe(0o600);
  });

  it('[MEDIA6] gives no byte from outside its footage, whatever the address', async () => {
    await writeFile(join(folder, 'recorder/media/canary.txt'), canary);
    await mkdir(join(folder, 'recorder/media/open-1/0000000000000000'), { recursive: true });
    await writeFile(join(folder, 'recorder/media/open-1/0000000000000000/1.m4s'), canary);
    const outside = [
      '../canary.txt',
      '..%2fcanary.txt',
      '%2e%2e/canary.txt',
      '....//canary.txt',
      '..\\canary.txt',
      '../../../secrets/control.token',
      '../../cameras/open-1.json',
      'stills/../../canary.txt',
      'stills/..%00.jpg',
      '0000000000000000/1.m4s',
      '0000000000000000/../../canary.txt',
      '0000000000000000/1.m4s%00.jpg',
      'sequence',
      '2026-11-23/05.idx',
      `${'a'.repeat(16)}/${'9'.repeat(15)}.m4s`,
      `${'a'.repeat(16)}/${'9'.repeat(40)}.m4s`,
      '//etc/passwd',
      '',
      'live.m3u8/',
      'LIVE.M3U8',
    ];
    const token = recorder.token;
    const paths = outside.flatMap((name) => [
      `/media/open-1/${name}`,
      `/media/../media/open-1/${name}`,
      `/media/open-1//${name}`,
    ]);
    for (const path of [
      ...paths,
      '/media/..',
      '/media/%2e%2e/x',
      'http://other/media/open-1/sequence',
      '*',
      '/media/open-1\x00/live.m3u8',
    ]) {
      const answer = await sendRaw(recorder.url, path);
      expect([path, answer.slice(0, 12)]).toEqual([path, expect.stringMatching(/^HTTP\/1\.1 4\d\d?/)]);
      expect(answer).not.toContain(canary);
      expect(answer).not.toContain(token);
      expect(answer).not.toContain('root:');
    }
    expect((await recorder.get('/livez')).status).toBe(200);
  });

  it('[ENV1] does not start with a setting it does not know, and prints no value', async () => {
    const main = join(import.meta.dirname, 'main.ts');
    const environment = {
      PATH: process.env['PATH'],
      SITECAST_RECORDR_PORT: canary,
      SITECAST_RECORDER_PORT: canary,
      SITECAST_DATA: folder,
    };
    const failure: unknown = await promisify(execFile)(process.execPath, [main], { env: environment }).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 78, stdout: '' });
    const { stderr } = failure as { stderr: string };
    expect(stderr.trim().split('\n')).toHaveLength(2);
    expect(stderr).not.toContain(canary);
  });
});
