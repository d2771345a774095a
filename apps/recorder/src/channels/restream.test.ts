import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { controlPaths, type RecorderRestream } from '@sitecast/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRtmpDestination, type RtmpDestination } from '../../../../tests/support/rtmp-destination.ts';
import { makeSelfSigned } from '../../../../tests/support/self-signed.ts';
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

const startDestination = (port: number, file: string): Promise<RtmpDestination> =>
  startRtmpDestination(ffmpegPath, { port, key, file });

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
  let destination: RtmpDestination | null = null;
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
    await destination?.stop();
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
    await recorder.control('PATCH', controlPaths.camera('gate-1'), { published: false });
    await waitFor('waiting');
    await destination?.ended;
    destination = await startDestination(port, join(folder, 'again.flv'));
    await recorder.control('PATCH', controlPaths.camera('gate-1'), { published: true });
    await waitFor('on-air');
  });

  it('tries again after the destination hung up, and stops when it is told', async () => {
    await destination?.stop();
    await waitFor('failed');
    destination = await startDestination(port, join(folder, 'third.flv'));
    await waitFor('on-air');
    expect((await list())[0]?.restarts).toBeGreaterThan(0);
    await recorder.control('PATCH', controlPaths.restream('partner'), { enabled: false });
    await waitFor('off');
    await destination.ended;
    expect((await recorder.control('DELETE', controlPaths.restream('partner'))).status).toBe(204);
    expect((await recorder.control('DELETE', controlPaths.restream('partner'))).status).toBe(404);
    expect(await list()).toEqual([]);
  });

  it('goes on air over TLS', async () => {
    destination = await startDestination(port, join(folder, 'sealed.flv'));
    const pem = makeSelfSigned('partner.lan');
    const door = createTlsServer({ cert: pem, key: pem }, (caller) => {
      const line = connect(port, '127.0.0.1');
      for (const [from, to] of [
        [caller, line],
        [line, caller],
      ] as const) {
        from.on('error', () => to.destroy()).on('close', () => to.destroy());
        from.pipe(to);
      }
    }).listen(0, '127.0.0.1');
    await once(door, 'listening');
    const url = `rtmps://127.0.0.1:${(door.address() as AddressInfo).port}/live`;
    expect((await put({ url, key })).status).toBe(200);
    await waitFor('on-air');
    const seen = () => readFile(join(folder, 'sealed.flv')).catch(() => '');
    await until('a second of video arrived', async () => (await seen()).length > 60_000);
    expect((await recorder.control('DELETE', controlPaths.restream('partner'))).status).toBe(204);
    await destination.ended;
    door.close();
  });

  it('[PRIV5] shows nothing earlier than the public gets it', async () => {
    const delayS = 8;
    const fromMs = Date.now();
    const span = { from: new Date(fromMs).toISOString(), to: null, masked: false };
    const privacy = { delayS, mask: { version: 0, polygons: [] }, spans: [span] };
    await recorder.control('PATCH', controlPaths.camera('gate-1'), { privacy });
    destination = await startDestination(port, join(folder, 'late.flv'));
    await put({ url: `rtmp://127.0.0.1:${port}/live`, key });
    await waitFor('on-air');
    // What was filmed first may be seen no sooner than that.
    expect(Date.now() - fromMs).toBeGreaterThanOrEqual(delayS * 1_000);
  });
});
