import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { readFrames } from '../../../../../tests/support/read-frames.ts';
import { until } from '../../../../../tests/support/until.ts';
import { createPushOutlets } from '../pushed/push-outlets.ts';
import { createRtmpIngest, type RtmpIngest } from './ingest.ts';

const key = 'canary-key-0123456789';
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function startIngest(): Promise<RtmpIngest> {
  const keyOf = (camera: string): string | null => (camera === 'gate' ? key : null);
  const outlets = createPushOutlets(300);
  const ingest = createRtmpIngest({ host: '127.0.0.1', port: 0, keyOf, outlets });
  await outlets.start();
  await ingest.start();
  closers.push(async () => {
    await ingest.close();
    await outlets.close();
  });
  return ingest;
}

/** ffmpeg as a camera that pushes; it is not our code on the other end of the wire. */
function push(url: string, codec: readonly string[] = ['libx264', '-preset', 'ultrafast', '-g', '25']): ChildProcess {
  const picture = ['-re', '-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=25', '-f', 'lavfi', '-i', 'sine=r=44100'];
  const argv = ['-nostdin', '-v', 'error', ...picture, '-c:v', ...codec, '-c:a', 'aac', '-f', 'flv', url];
  const child = spawn('ffmpeg', argv, { stdio: 'ignore' });
  const exited = once(child, 'exit');
  closers.push(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  return child;
}

describe('the RTMP ingest', () => {
  it('carries what a camera pushes to the ffmpeg that waits for it, without the key in its arguments', async () => {
    const ingest = await startIngest();
    const source = ingest.openCamera('gate');
    const reading = readFrames(source.inputArgs, { wanted: 50 });
    push(`${ingest.ingestUrl('gate')}/${key}`);
    const read = await reading;
    expect(read.frames).toBeGreaterThanOrEqual(50);
    expect(read.log + read.commandLine).not.toContain(key);
    expect(source.fault).toBeNull();
  });

  it('gives a second ffmpeg the same stream from its next key frame', async () => {
    const ingest = await startIngest();
    const source = ingest.openCamera('gate');
    push(`${ingest.ingestUrl('gate')}/${key}`);
    expect((await readFrames(source.inputArgs, { wanted: 10 })).frames).toBeGreaterThanOrEqual(10);
    expect((await readFrames(source.inputArgs, { wanted: 50 })).frames).toBeGreaterThanOrEqual(50);
  });

  it.each([
    ['a wrong key', `gate/${key}x`],
    ['no key', 'gate'],
    ['a camera nobody knows', `other/${key}`],
  ])('turns away %s', async (_name, path) => {
    const ingest = await startIngest();
    const source = ingest.openCamera('gate');
    const origin = ingest.ingestUrl('gate').replace(/gate$/, '');
    const camera = push(origin + path);
    const [code] = (await once(camera, 'exit')) as [number];
    expect(code).not.toBe(0);
    const faults: string[] = [];
    source.onFault((fault) => faults.push(fault));
    const reading = readFrames(source.inputArgs, { wanted: 1 });
    await until('ffmpeg to have waited in vain', () => faults.includes('silent'));
    await source.close();
    expect((await reading).frames).toBe(0);
  });

  it('says silent while no camera pushes, and ended when it stops', async () => {
    const ingest = await startIngest();
    const source = ingest.openCamera('gate');
    let seen = 0;
    const reading = readFrames(source.inputArgs, { wanted: 10_000, onFrames: (frames) => (seen = frames) });
    await until('the wait to be named', () => source.fault === 'silent');
    const camera = push(`${ingest.ingestUrl('gate')}/${key}`);
    await until('frames to flow', () => seen >= 10);
    expect(source.fault).toBeNull();
    camera.kill('SIGKILL');
    expect((await reading).exitCode).toBe(0);
    expect(source.fault).toBe('ended');
  });

  it('names a codec that is not carried', async () => {
    const ingest = await startIngest();
    const source = ingest.openCamera('gate');
    push(`${ingest.ingestUrl('gate')}/${key}`, ['flv1']);
    await until('the codec to be named', () => source.fault === 'codec-unsupported');
  });

  it('lets a camera take over from its own dead connection', async () => {
    const ingest = await startIngest();
    const source = ingest.openCamera('gate');
    const first = push(`${ingest.ingestUrl('gate')}/${key}`);
    expect((await readFrames(source.inputArgs, { wanted: 5 })).frames).toBeGreaterThanOrEqual(5);
    const exited = once(first, 'exit');
    push(`${ingest.ingestUrl('gate')}/${key}`);
    await exited;
    expect((await readFrames(source.inputArgs, { wanted: 25 })).frames).toBeGreaterThanOrEqual(25);
  });

  it('cuts whoever sends bytes of chance, and goes on serving', async () => {
    const ingest = await startIngest();
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.uint8Array({ minLength: 1, maxLength: 4_000 }), async (greets, bytes) => {
        const socket = connect(ingest.port, '127.0.0.1');
        socket.on('error', () => undefined).resume();
        const hello = greets ? Buffer.concat([Buffer.from([3]), Buffer.alloc(3_072)]) : Buffer.from([6]);
        socket.end(Buffer.concat([hello, bytes]));
        await once(socket, 'close');
      }),
      { numRuns: 100 },
    );
    const source = ingest.openCamera('gate');
    push(`${ingest.ingestUrl('gate')}/${key}`);
    expect((await readFrames(source.inputArgs, { wanted: 5 })).frames).toBeGreaterThanOrEqual(5);
  });
});
