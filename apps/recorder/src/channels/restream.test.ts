import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { controlPaths, type RecorderRestream } from '@sitecast/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../../tests/support/until.ts';
import { drawClip, ffmpegPath } from '../../tests/clip.ts';
import {
  findProcesses,
  makeDataFolder,
  removeDataFolder,
  startRecorder,
  waitForLive,
  type RecorderProcess,
} from '../../tests/recorder-process.ts';

const key = 'canary-key-4711';

/** A foreign server that takes one RTMP stream: ffmpeg itself, which is not our code. It writes what it gets. */
async function startDestination(port: number, file: string): Promise<ChildProcess> {
  const child = spawn(
    ffmpegPath,
    [
      '-v',
      'error',
      '-y',
      '-listen',
      '1',
      '-i',
      `rtmp://127.0.0.1:${port}/live/${key}`,
      '-c',
      'copy',
      '-f',
      'flv',
      file,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  child.stderr?.resume();
  await until('the destination listens', () => isListening(port));
  return child;
}

/** Without connecting: ffmpeg takes one caller and no second. */
async function isListening(port: number): Promise<boolean> {
  const table = await readFile('/proc/net/tcp', 'utf8');
  return table.includes(`:${port.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000 0A`);
}

async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('a camera at a destination of its own', () => {
  let folder: string;
  let recorder: RecorderProcess;
  let destination: ChildProcess | null = null;
  let port = 0;
  const list = async (): Promise<RecorderRestream[]> =>
    ((await (await recorder.control('GET', controlPaths.restreams)).json()) as { restreams: RecorderRestream[] })
      .restreams;
  const waitFor = (state: RecorderRestream['state']) =>
    until(`the restream is ${state}`, async () => (await list()).find((one) => one.state === state));
  const put = (target: { url: string; key: string }, enabled = true) =>
    recorder.control('PUT', controlPaths.restream('partner'), { camera: 'gate-1', target, enabled });

  beforeAll(async () => {
    folder = await makeDataFolder();
    await drawClip(join(folder, 'recorder/import/clip.mp4'));
    port = await findPort();
    recorder = await startRecorder(folder, { SITECAST_SOURCE_HOSTS: '127.0.0.0/8' });
    await recorder.putCamera('gate-1', {});
    await waitForLive(recorder, 'gate-1', 3);
  });
  afterAll(async () => {
    destination?.kill('SIGKILL');
    expect(await recorder.stop()).toBe(0);
    await removeDataFolder(folder);
  });

  it('[CTRL4] refuses destinations that are no RTMP, or in a network that is not listed', async () => {
    for (const url of [
      'http://127.0.0.1/live',
      'file:///etc/passwd',
      'rtmp://169.254.169.254/live',
      'rtmp://10.0.0.1/live',
    ]) {
      const answer = await put({ url, key });
      expect([url, answer.status]).toEqual([url, 422]);
      expect(await answer.text()).not.toContain(key);
    }
    expect(await list()).toEqual([]);
  });

  it('[CTRL2] goes on air at a foreign server, and shows the key to nobody', async () => {
    const file = join(folder, 'seen.flv');
    destination = await startDestination(port, file);
    const answer = await put({ url: `rtmp://127.0.0.1:${port}/live`, key });
    expect(answer.status).toBe(200);
    await waitFor('on-air');
    await until('a second of video arrived', async () => (await readFile(file).catch(() => '')).length > 60_000);
    const told = JSON.stringify(await list());
    expect(told).toContain('127.0.0.1');
    expect(told).not.toContain(key);
    // The destination's own command line has it; ours has not.
    const own = (await findProcesses(key)).filter((pid) => pid !== destination?.pid);
    expect(own).toEqual([]);
    for (const name of await readdir(join(folder, 'recorder/restreams'))) {
      expect(await readFile(join(folder, 'recorder/restreams', name), 'latin1')).not.toContain(key);
    }
    expect(recorder.errors).not.toContain(key);
  });

  it('[LIVE1] ends when the camera is taken from the public, and comes back with it', async () => {
    const ended = once(destination as ChildProcess, 'close');
    await recorder.control('PATCH', controlPaths.camera('gate-1'), { published: false });
    await waitFor('waiting');
    await ended;
    destination = await startDestination(port, join(folder, 'again.flv'));
    await recorder.control('PATCH', controlPaths.camera('gate-1'), { published: true });
    await waitFor('on-air');
  });

  it('tries again after the destination hung up, and stops when it is told', async () => {
    destination?.kill('SIGKILL');
    await waitFor('failed');
    destination = await startDestination(port, join(folder, 'third.flv'));
    await waitFor('on-air');
    expect((await list())[0]?.restarts).toBeGreaterThan(0);
    const ended = once(destination, 'close');
    await recorder.control('PATCH', controlPaths.restream('partner'), { enabled: false });
    await waitFor('off');
    await ended;
    expect((await recorder.control('DELETE', controlPaths.restream('partner'))).status).toBe(204);
    expect((await recorder.control('DELETE', controlPaths.restream('partner'))).status).toBe(404);
    expect(await list()).toEqual([]);
  });
});
