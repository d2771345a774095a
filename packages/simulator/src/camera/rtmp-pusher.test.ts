import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { startSceneCamera } from './camera.ts';
import { findFfmpeg } from './find-ffmpeg.ts';
import { createRtmpPusher, type RtmpTarget } from './rtmp-pusher.ts';

const ffmpeg = findFfmpeg(process.env) ?? 'ffmpeg';
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Takes one pushed stream with ffmpeg's own RTMP server; its exit code after so many frames. */
async function take(port: number, frames: number): Promise<number | null> {
  const url = `rtmp://127.0.0.1:${port}/view/secret-key-0001`;
  const args = [
    '-nostdin',
    '-loglevel',
    'error',
    '-listen',
    '1',
    '-i',
    url,
    '-frames:v',
    String(frames),
    '-f',
    'null',
    '-',
  ];
  const [code] = (await once(spawn(ffmpeg, args, { stdio: 'ignore' }), 'close')) as [number | null];
  return code;
}

test('pushes what the camera sees and comes back when the ingest was gone', async () => {
  const target: RtmpTarget = { host: '127.0.0.1', port: await findFreePort(), app: 'view', key: 'secret-key-0001' };
  const pusher = createRtmpPusher({ target: () => target, retryMs: 100 });
  const frame = Buffer.alloc(320 * 180 * 1.5, 90);
  const camera = await startSceneCamera({
    ffmpeg,
    source: () => frame,
    width: 320,
    height: 180,
    keyEveryS: 1,
    path: 'view',
    credentials: null,
    tap: pusher,
  });
  closing.push(camera.close, pusher.close);
  expect(await take(target.port, 20)).toBe(0);
  expect(await take(target.port, 20)).toBe(0);
});
