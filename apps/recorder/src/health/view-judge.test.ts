import { describe, expect, it } from 'vitest';
import { readThumbnails } from '../../tests/thumbnails.ts';
import { createHealthMonitor } from './monitor.ts';

const scene = 'testsrc2=s=720x405:r=5:d=60,trim=end_frame=1,loop=-1:1,setpts=N/5/TB,trim=duration=60';
const lens = 'noise=alls=12:allf=t';
const here = `${scene},crop=640:360:0:0,${lens}`;
const views = {
  here,
  turned: `${scene},crop=640:360:60:30,${lens}`,
  fogged: `${scene},crop=640:360:0:0,gblur=sigma=14,${lens}`,
  covered: 'color=gray:s=640x360:r=5:d=60,noise=alls=10:allf=t',
  dusk: `${scene},crop=640:360:0:0,eq=brightness=-0.25:contrast=0.6,${lens}`,
  elsewhere: `mandelbrot=s=640x360:r=5,trim=duration=60,${lens}`,
} as const;
type View = keyof typeof views;

const drawn = new Map<View, Promise<Buffer[]>>();
const draw = (view: View): Promise<Buffer[]> => {
  const known = drawn.get(view) ?? readThumbnails(views[view]);
  drawn.set(view, known);
  return known;
};

/** A camera that shows one view after the other, each for a minute: a key frame each two seconds. */
async function show(...shown: readonly (View | 'an operator turns it')[]): Promise<string[]> {
  const monitor = createHealthMonitor({ startedAtMs: 0 });
  const states: string[] = [];
  monitor.onChange((health) => states.push(health.state));
  let second = 0;
  let isTurned = false;
  for (const view of shown) {
    if (view === 'an operator turns it') {
      isTurned = true;
      monitor.turnView(true);
      continue;
    }
    let key = 0;
    for (const gray of await draw(view)) {
      for (let ms = second * 1_000; ms < (second + 2) * 1_000; ms += 200) monitor.fragmentArrived(ms);
      second += 2;
      monitor.thumbnail(gray, second * 1_000);
      key += 1;
      if (!isTurned || key < 3) continue;
      // It stands again.
      isTurned = false;
      monitor.turnView(false);
      monitor.acceptView(second * 1_000);
    }
  }
  return states;
}

describe('what stands before the lens', () => {
  it.each<[string, (View | 'an operator turns it')[], string[]]>([
    ['a camera that stays where it is', ['here', 'here', 'here'], ['live']],
    ['a camera that was turned', ['here', 'here', 'turned'], ['live', 'moved']],
    ['a camera that was turned and put back', ['here', 'here', 'turned', 'here'], ['live', 'moved', 'live']],
    ['a camera that looks somewhere else', ['here', 'here', 'elsewhere'], ['live', 'moved']],
    ['one that an operator turned', ['here', 'here', 'an operator turns it', 'turned', 'turned'], ['live']],
    [
      'one that was turned and then pushed',
      ['here', 'an operator turns it', 'elsewhere', 'elsewhere', 'here'],
      ['live', 'moved'],
    ],
    ['a fogged lens', ['here', 'here', 'fogged', 'here'], ['live', 'obscured', 'live']],
    ['a covered lens', ['here', 'here', 'covered'], ['live', 'obscured']],
    ['less light', ['here', 'here', 'dusk', 'dusk'], ['live']],
  ])('[LIVE1] [LIVE4] [PTZ3] judges real key frames of %s', async (_name, shown, states) => {
    expect(await show(...shown)).toEqual(states);
  });

  it('takes the view it has for the right one when an operator says so', async () => {
    const monitor = createHealthMonitor({ startedAtMs: 0 });
    let second = 0;
    const play = async (view: View): Promise<void> => {
      for (const gray of await draw(view)) {
        for (let ms = second * 1_000; ms < (second + 2) * 1_000; ms += 200) monitor.fragmentArrived(ms);
        second += 2;
        monitor.thumbnail(gray, second * 1_000);
      }
    };
    for (const view of ['here', 'here', 'turned'] as const) await play(view);
    expect(monitor.health.state).toBe('moved');
    monitor.acceptView(second * 1_000);
    await play('turned');
    expect(monitor.health.state).toBe('live');
    await play('here');
    expect(monitor.health.state).toBe('moved');
  });
});
