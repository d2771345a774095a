import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { readFrames } from '../../../../tests/support/read-frames.ts';
import { openSrt } from './srt.ts';

const key = 'canary-passphrase-1';

async function findFreePort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((ready) => socket.bind(0, '127.0.0.1', ready));
  const { port } = socket.address();
  await new Promise<void>((done) => socket.close(done));
  return port;
}

/** Pushes until it is killed; a caller that nobody answers tries again. */
function push(port: number, passphrase: string): { stop: () => void } {
  let isOver = false;
  const picture = ['-re', '-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=25', '-c:v', 'libx264', '-preset', 'ultrafast'];
  const url = `srt://127.0.0.1:${port}?passphrase=${passphrase}`;
  const start = () => {
    const child = spawn('ffmpeg', ['-nostdin', '-v', 'quiet', ...picture, '-g', '25', '-f', 'mpegts', url], {
      stdio: 'ignore',
    });
    child.on('exit', () => {
      if (!isOver) current = start();
    });
    return child;
  };
  let current = start();
  return {
    stop() {
      isOver = true;
      current.kill('SIGKILL');
    },
  };
}

it('[CTRL2] receives SRT with the passphrase neither in the arguments nor in the log, and in no file', async () => {
  const before = new Set(await readdir(tmpdir()));
  const port = await findFreePort();
  const source = await openSrt({ port, key, host: '127.0.0.1', ffmpeg: { major: 5, hasSrt: true } });
  const reading = readFrames(source.inputArgs, { wanted: 25, standardInput: source.standardInput ?? '' });
  const camera = push(port, key);
  const read = await reading;
  camera.stop();
  expect(read.frames).toBeGreaterThanOrEqual(25);
  expect(read.commandLine).not.toContain(key);
  expect((await readdir(tmpdir())).filter((name) => !before.has(name) && name.includes('srt'))).toEqual([]);
  await source.close();
});

it('turns away a wrong SRT passphrase', async () => {
  const port = await findFreePort();
  const source = await openSrt({ port, key, host: '127.0.0.1', ffmpeg: { major: 5, hasSrt: true } });
  const stranger = push(port, `${key}-wrong`);
  const read = await readFrames(source.inputArgs, {
    wanted: 1,
    limitMs: 3_000,
    standardInput: source.standardInput ?? '',
  });
  stranger.stop();
  expect(read.frames).toBe(0);
  await source.close();
});

it('refuses SRT by name where ffmpeg has none', async () => {
  const opening = openSrt({ port: 9_000, key, host: '127.0.0.1', ffmpeg: { major: 4, hasSrt: false } });
  await expect(opening).rejects.toMatchObject({ code: 'camera.source-refused', fields: [{ field: 'source.kind' }] });
});
