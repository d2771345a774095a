import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SourceFault } from '@sitecast/contract';
import { requireGstreamer, startGstreamerRtsp } from '../../../../../tests/support/gstreamer-rtsp.ts';
import { readFrames } from '../../../../../tests/support/read-frames.ts';
import { until } from '../../../../../tests/support/until.ts';
import { createSourceGuard } from '../guard.ts';
import type { OpenedSource } from '../opened-source.ts';
import { openRelay } from './relay.ts';

const canary = 'canary-P%40ss-9317';
const canaryForms = [
  'canary-P%40ss-9317',
  'canary-P@ss-9317',
  Buffer.from('operator:canary-P@ss-9317').toString('base64'),
];
const ffmpeg = { major: 5, hasSrt: true };
const guard = createSourceGuard({ hosts: '127.0.0.0/8' });
const closers: (() => Promise<unknown>)[] = [];

beforeAll(requireGstreamer);
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(url: string, limits: { silenceMs?: number; wrongPasswordPauseMs?: number } = {}) {
  const source = await openRelay({ admit: () => guard.admit(url, 'rtsp'), ffmpeg, limits });
  closers.push(() => source.close());
  return source;
}

/** A TCP server that says what it is told; the sockets it had are kept. */
async function listenRaw(
  onSocket: (socket: Socket) => void,
): Promise<{ port: number; sockets: Socket[]; server: Server }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => socket.destroy());
    onSocket(socket);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  });
  return { port: (server.address() as AddressInfo).port, sockets, server };
}

async function startCamera(options: Parameters<typeof startGstreamerRtsp>[0] = {}) {
  const camera = await startGstreamerRtsp(options);
  closers.push(() => camera.stop());
  return camera;
}

const withLogin = (url: string, login: string): string => url.replace('://', `://${login}@`);

function collectFaults(source: OpenedSource): SourceFault[] {
  const faults: SourceFault[] = [];
  source.onFault((fault) => faults.push(fault));
  return faults;
}

describe("the relay against GStreamer's RTSP server", () => {
  it('carries frames of an open camera to ffmpeg', async () => {
    const camera = await startCamera();
    const source = await open(camera.url);
    const read = await readFrames(source.inputArgs, { wanted: 50 });
    expect(read.frames).toBeGreaterThanOrEqual(50);
    expect(source.fault).toBeNull();
  });

  it.each(['basic', 'digest'] as const)(
    '[CTRL2] answers a %s challenge itself; ffmpeg never learns the password',
    async (kind) => {
      const camera = await startCamera({ auth: { kind, username: 'operator', password: 'canary-P@ss-9317' } });
      const source = await open(withLogin(camera.url, `operator:${canary}`));
      const read = await readFrames(source.inputArgs, { wanted: 25 });
      expect(read.frames).toBeGreaterThanOrEqual(25);
      for (const form of canaryForms) expect(read.commandLine + read.log).not.toContain(form);
      expect(read.commandLine + read.log).not.toContain(String(camera.port));
    },
  );

  it.each(['basic', 'digest'] as const)('names a wrong %s password and does not try it again at once', async (kind) => {
    const camera = await startCamera({ auth: { kind, username: 'operator', password: 'right' } });
    const source = await open(withLogin(camera.url, 'operator:wrong'));
    const faults = collectFaults(source);
    const first = await readFrames(source.inputArgs, { wanted: 1 });
    expect(first).toMatchObject({ frames: 0 });
    expect(faults).toEqual(['wrong-password']);
    await camera.stop();
    // With the camera gone a second try would say `unreachable`; the pause answers without asking it.
    await readFrames(source.inputArgs, { wanted: 1 });
    expect(faults).toEqual(['wrong-password', 'wrong-password']);
  });

  it('names a camera without a password as wrong-password where one is asked for', async () => {
    const camera = await startCamera({ auth: { kind: 'digest', username: 'operator', password: 'right' } });
    const source = await open(camera.url);
    await readFrames(source.inputArgs, { wanted: 1 });
    expect(source.fault).toBe('wrong-password');
  });

  it('names a path the camera does not know, a missing picture and a codec that is not carried', async () => {
    const camera = await startCamera();
    const missing = await open(camera.url.replace('/camera', '/other'));
    await readFrames(missing.inputArgs, { wanted: 1 });
    expect(missing.fault).toBe('not-found');
    const deaf = await open((await startCamera({ codec: 'audio' })).url);
    await readFrames(deaf.inputArgs, { wanted: 1 });
    expect(deaf.fault).toBe('no-video');
    const motion = await open((await startCamera({ codec: 'jpeg' })).url);
    await readFrames(motion.inputArgs, { wanted: 1 });
    expect(motion.fault).toBe('codec-unsupported');
  });

  it('asks a camera with sound for its picture alone', async () => {
    const source = await open((await startCamera({ codec: 'sound' })).url);
    const { frames, log } = await readFrames(source.inputArgs, { wanted: 25 });
    expect(frames).toBeGreaterThanOrEqual(25);
    expect(log).toMatch(/Stream #0:0\b.*Video: h264/);
    expect(log).not.toMatch(/Audio:/);
  });

  it('names the end of a stream and plays again when the camera is back on its port', async () => {
    const camera = await startCamera();
    const source = await open(camera.url);
    const faults = collectFaults(source);
    let seen = 0;
    const reading = readFrames(source.inputArgs, { wanted: 10_000, onFrames: (frames) => (seen = frames) });
    await until('frames to flow', () => seen >= 10);
    await camera.stop();
    expect((await reading).exitCode).not.toBeNull();
    expect(faults).toEqual(['ended']);
    const gone = await readFrames(source.inputArgs, { wanted: 1 });
    expect(gone.frames).toBe(0);
    expect(source.fault).toBe('unreachable');
    await startCamera({ port: camera.port });
    expect((await readFrames(source.inputArgs, { wanted: 25 })).frames).toBeGreaterThanOrEqual(25);
    expect(source.fault).toBeNull();
  });
});

describe('the relay against hostile cameras', () => {
  it('[CTRL4] follows no redirect: the second host gets no connection', async () => {
    const target = await listenRaw(() => undefined);
    const camera = await listenRaw((socket) => {
      socket.on('data', (bytes) => {
        const number = /CSeq: (\d+)/i.exec(bytes.toString())?.[1] ?? '1';
        socket.write(`RTSP/1.0 302 Moved\r\nCSeq: ${number}\r\nLocation: rtsp://127.0.0.1:${target.port}/x\r\n\r\n`);
      });
    });
    const source = await open(`rtsp://127.0.0.1:${camera.port}/camera`);
    const read = await readFrames(source.inputArgs, { wanted: 1 });
    expect(read.frames).toBe(0);
    expect(source.fault).toBe('redirected');
    expect(camera.sockets).toHaveLength(1);
    expect(target.sockets).toHaveLength(0);
  });

  it('gives up a camera that accepts and says nothing', async () => {
    const camera = await listenRaw((socket) => socket.resume());
    const source = await open(`rtsp://127.0.0.1:${camera.port}/camera`, { silenceMs: 400 });
    await readFrames(source.inputArgs, { wanted: 1 });
    expect(source.fault).toBe('silent');
    await until('the camera to be let go', () => camera.sockets.every((socket) => socket.closed));
  });

  it.each([
    ['an endless header', Buffer.alloc(200_000, 'a')],
    ['an endless body', Buffer.from('RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: 999999\r\n\r\n')],
    ['another protocol', Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>')],
    ['bytes of chance', Buffer.from([0, 255, 13, 10, 13, 10, 1, 2, 3, 13, 10, 13, 10])],
  ])('ends a camera that sends %s', async (_name, bytes) => {
    const camera = await listenRaw((socket) => socket.write(bytes));
    const source = await open(`rtsp://127.0.0.1:${camera.port}/camera`, { silenceMs: 2_000 });
    await readFrames(source.inputArgs, { wanted: 1 });
    expect(source.fault).toBe('no-video');
  });

  it('serves one ffmpeg at a time, and nobody without the path', async () => {
    const camera = await startCamera();
    const source = await open(camera.url);
    const url = source.inputArgs.at(-1) ?? '';
    const stranger = ['-f', 'rtsp', '-rtsp_transport', 'tcp', '-i', url.replace(/[^/]+$/, 'guess')];
    expect((await readFrames(stranger, { wanted: 1 })).frames).toBe(0);
    const first = readFrames(source.inputArgs, { wanted: 100 });
    const second = readFrames(source.inputArgs, { wanted: 100 });
    const counts = (await Promise.all([first, second])).map((read) => read.frames).sort((a, b) => a - b);
    expect(counts[0]).toBe(0);
    expect(counts[1]).toBeGreaterThanOrEqual(100);
  });
});
