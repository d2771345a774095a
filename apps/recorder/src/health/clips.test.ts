import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { createHealthMonitor } from './monitor.ts';
import { measurePicture, thumbnailHeight, thumbnailWidth } from './picture.ts';

const pixels = thumbnailWidth * thumbnailHeight;
const clock = "drawtext=text='%{pts\\:hms}':x=w-tw-12:y=8:fontsize=24:fontcolor=white:box=1:boxcolor=black";
const still = 'testsrc2=s=640x360:r=5:d=40,trim=end_frame=1,loop=-1:1,setpts=N/5/TB,trim=duration=40';

/** Encodes a scene as a camera does, decodes its key frames alone, and answers the thumbnails, one each two seconds. */
async function readThumbnails(scene: string): Promise<Buffer[]> {
  const encode = [
    '-f',
    'lavfi',
    '-i',
    scene,
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-g',
    '10',
    '-f',
    'mpegts',
    'pipe:1',
  ];
  const shrink = ['-vf', 'scale=160:90:flags=area,format=gray', '-vsync', 'passthrough', '-f', 'rawvideo', 'pipe:1'];
  const camera = spawn('ffmpeg', ['-nostdin', '-v', 'error', ...encode], { stdio: ['ignore', 'pipe', 'inherit'] });
  const reader = spawn('ffmpeg', ['-v', 'error', '-skip_frame', 'nokey', '-f', 'mpegts', '-i', 'pipe:0', ...shrink], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  camera.stdout.pipe(reader.stdin);
  const parts: Buffer[] = [];
  reader.stdout.on('data', (part: Buffer) => parts.push(part));
  await once(reader, 'close');
  const bytes = Buffer.concat(parts);
  return Array.from({ length: Math.floor(bytes.length / pixels) }, (_, index) =>
    bytes.subarray(index * pixels, (index + 1) * pixels),
  );
}

function judge(thumbnails: readonly Buffer[]): string[] {
  const monitor = createHealthMonitor({ startedAtMs: 0 });
  const states: string[] = [];
  monitor.onChange((health) => states.push(health.state));
  thumbnails.forEach((gray, index) => {
    for (let ms = index * 2_000; ms < (index + 1) * 2_000; ms += 200) monitor.fragmentArrived(ms);
    monitor.thumbnail(gray, (index + 1) * 2_000);
  });
  return states;
}

it.each([
  ['a moving scene', 'testsrc2=s=640x360:r=5:d=40', ['live']],
  ['a static scene with sensor noise and a clock', `${still},noise=alls=12:allf=t,${clock}`, ['live']],
  ['a frozen picture with a ticking clock', `${still},${clock}`, ['live', 'frozen']],
  ['a frozen picture', still, ['live', 'frozen']],
  ['a black picture with noise', 'color=black:s=640x360:r=5:d=40,noise=alls=6:allf=t', ['live', 'dark']],
])('[LIVE1] judges real key frames of %s', async (_name, scene, states) => {
  const thumbnails = await readThumbnails(scene);
  expect(thumbnails.length).toBe(20);
  expect(judge(thumbnails)).toEqual(states);
});

it('tells a sharp picture from a blurred one', async () => {
  const [sharp] = await readThumbnails('testsrc2=s=640x360:r=5:d=1');
  const [blurred] = await readThumbnails('testsrc2=s=640x360:r=5:d=1,gblur=sigma=12');
  const figures = [sharp, blurred].map((gray) => measurePicture(gray ?? new Uint8Array(pixels)).laplacian);
  expect(figures[1]).toBeLessThan((figures[0] ?? 0) * 0.5);
});
