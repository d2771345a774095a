import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { startClipCamera, startSceneCamera, type Camera, type SceneCamera } from './camera.ts';
import { findFfmpeg } from './find-ffmpeg.ts';

const ffmpeg = findFfmpeg(process.env) ?? 'ffmpeg';
const width = 320;
const height = 180;
const opened: Camera[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((camera) => camera.close()));
});

/** A picture whose brightness follows the clock. */
function drawGrey(atMs: number): Buffer {
  const frame = Buffer.alloc((width * height * 3) / 2, 128);
  frame.fill(60 + (Math.floor(atMs / 80) % 120), 0, width * height);
  return frame;
}

async function open(scheme: 'basic' | 'digest'): Promise<SceneCamera> {
  const camera = await startSceneCamera({
    ffmpeg,
    source: drawGrey,
    width,
    height,
    keyEveryS: 1,
    path: 'test-view',
    credentials: { user: 'viewer', password: 'pass-word-1', scheme },
  });
  opened.push(camera);
  return camera;
}

/** Plays a number of frames with ffmpeg and gives the grey pictures, or null where it could not. */
async function play(url: string, transport: 'tcp' | 'udp', frames: number): Promise<Buffer[] | null> {
  const child = spawn(
    ffmpeg,
    [
      ...[
        '-nostdin',
        '-loglevel',
        'error',
        '-analyzeduration',
        '500000',
        '-rtsp_transport',
        transport,
        '-timeout',
        '4000000',
        '-i',
        url,
      ],
      ...['-frames:v', String(frames), '-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1'],
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  const [code] = (await once(child, 'close')) as [number | null];
  const all = Buffer.concat(parts);
  const pictureBytes = width * height;
  if (code !== 0 || all.length < pictureBytes) return null;
  return Array.from({ length: all.length / pictureBytes }, (_, index) =>
    all.subarray(index * pictureBytes, (index + 1) * pictureBytes),
  );
}

for (const scheme of ['basic', 'digest'] as const) {
  for (const transport of ['tcp', 'udp'] as const) {
    test(`plays over ${transport} to one who knows the ${scheme} password`, async () => {
      const camera = await open(scheme);
      const pictures = await play(camera.url, transport, 15);
      expect(pictures?.length).toBe(15);
      expect(new Set(pictures?.map((picture) => picture[0])).size).toBeGreaterThan(5);
    });
  }
  test(`refuses a wrong ${scheme} password`, async () => {
    const camera = await open(scheme);
    expect(await play(camera.url.replace('pass-word-1', 'guess'), 'tcp', 1)).toBeNull();
  });
}

test('is gone while unplugged and back at the same address when plugged in', async () => {
  const camera = await open('digest');
  expect(await play(camera.url, 'tcp', 1)).not.toBeNull();
  await camera.unplug();
  expect(await play(camera.url, 'tcp', 1)).toBeNull();
  await camera.plug();
  expect(await play(camera.url, 'tcp', 1)).not.toBeNull();
});

test('takes a connection and says nothing while silenced', async () => {
  const camera = await open('basic');
  camera.silence();
  expect(await play(camera.url, 'tcp', 1)).toBeNull();
  camera.silence(false);
  expect(await play(camera.url, 'tcp', 1)).not.toBeNull();
});

test('shows one picture for ever while frozen, and black while covered', async () => {
  const camera = await open('basic');
  expect(await play(camera.url, 'tcp', 1)).not.toBeNull();
  camera.freeze();
  const frozen = await play(camera.url, 'tcp', 30);
  const last = frozen?.slice(-5).map((picture) => picture[0] ?? 0) ?? [];
  expect(Math.max(...last) - Math.min(...last)).toBeLessThanOrEqual(1);
  camera.freeze(false);
  camera.black();
  const covered = await play(camera.url, 'tcp', 20);
  expect(covered?.at(-1)?.[0]).toBeLessThan(8);
});

test('draws by its own clock, which may be wrong', async () => {
  let offMs = 0;
  const camera = await startSceneCamera({
    ffmpeg,
    source: (atMs) => {
      offMs = atMs - Date.now();
      return drawGrey(atMs);
    },
    width,
    height,
    path: 'late',
    credentials: null,
  });
  opened.push(camera);
  expect(Math.abs(offMs)).toBeLessThan(1_000);
  camera.wrongClock(-3_600_000);
  await vi.waitFor(() => expect(Math.abs(offMs + 3_600_000)).toBeLessThan(1_000), { timeout: 60_000 });
});

test('serves a coded clip over and over without coding it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'clip-'));
  try {
    const file = join(folder, 'clip.mp4');
    const source = `testsrc2=size=${width}x${height}:rate=25:duration=1`;
    const made = spawn(ffmpeg, ['-loglevel', 'error', '-f', 'lavfi', '-i', source, '-bf', '0', '-g', '25', file]);
    expect(await once(made, 'close')).toEqual([0, null]);
    const camera = await startClipCamera({ ffmpeg, file, path: 'clip', credentials: null });
    opened.push(camera);
    // Twice the clip's length: it has begun again.
    expect((await play(camera.url, 'tcp', 50))?.length).toBe(50);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('[ENV5] leaves no ffmpeg behind when its program is killed', async () => {
  const script = `
    const { startSceneCamera } = await import(${JSON.stringify(new URL('./camera.ts', import.meta.url).href)});
    const frame = Buffer.alloc(320 * 180 * 1.5, 90);
    await startSceneCamera({ ffmpeg: ${JSON.stringify(ffmpeg)}, source: () => frame, width: 320, height: 180, path: 'x', credentials: null });
    process.stdout.write('ready');`;
  const program = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(program.stdout, 'data');
  const pid = program.pid ?? 0;
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ').map(Number);
  expect(children.length).toBe(1);
  program.kill('SIGKILL');
  await once(program, 'close');
  await vi.waitFor(() => expect(children.filter(isAlive)).toEqual([]), { timeout: 60_000, interval: 100 });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
