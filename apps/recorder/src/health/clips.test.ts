import { expect, it } from 'vitest';
import { readThumbnails } from '../../tests/thumbnails.ts';
import { createHealthMonitor } from './monitor.ts';
import { measurePicture, thumbnailHeight, thumbnailWidth } from './picture.ts';

const pixels = thumbnailWidth * thumbnailHeight;
const clock = "drawtext=text='%{pts\\:hms}':x=w-tw-12:y=8:fontsize=24:fontcolor=white:box=1:boxcolor=black";
const still = 'testsrc2=s=640x360:r=5:d=40,trim=end_frame=1,loop=-1:1,setpts=N/5/TB,trim=duration=40';

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
