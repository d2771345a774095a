import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Coded pictures for cameras that have to be many and cheap: 25 a second, a key frame each second, no B-frames. */
export interface FaultClips {
  moving: string;
  /** One picture of the same size again and again: a sensor that hangs. */
  still: string;
  black: string;
  /** Another size. */
  large: string;
  /** Another profile of the same codec. */
  otherProfile: string;
  /** Some 250 packets a second, so that one lost in a thousand is one in four seconds. */
  dense: string;
}

const ultrafast = ['-preset', 'ultrafast'];

/** Draws them below a folder; about three CPU seconds. `mostKbps` bounds all but `dense`; left out, as they come. */
export async function drawFaultClips(ffmpeg: string, folder: string, mostKbps?: number): Promise<FaultClips> {
  const bound =
    mostKbps === undefined ? [] : ['-b:v', `${mostKbps}k`, '-maxrate', `${mostKbps}k`, '-bufsize', `${mostKbps}k`];
  const draw = async (name: string, source: string, coding: readonly string[]): Promise<string> => {
    const file = join(folder, `${name}.mp4`);
    await run(ffmpeg, [
      ...['-v', 'error', '-y', '-f', 'lavfi', '-i', source, '-c:v', 'libx264', ...coding],
      ...['-bf', '0', '-g', '25', '-keyint_min', '25', '-sc_threshold', '0', '-pix_fmt', 'yuv420p', file],
    ]);
    return file;
  };
  const fast = [...ultrafast, ...bound];
  const small = 'testsrc2=size=320x180:rate=25:duration=12';
  return {
    moving: await draw('moving', small, fast),
    still: await draw('still', `${small},loop=loop=-1:size=1:start=0,trim=duration=4`, fast),
    black: await draw('black', 'color=black:size=320x180:rate=25:duration=4', fast),
    large: await draw('large', 'testsrc2=size=640x360:rate=25:duration=8', fast),
    otherProfile: await draw('other-profile', small, ['-preset', 'veryfast', '-profile:v', 'main', ...bound]),
    dense: await draw('dense', 'testsrc2=size=640x360:rate=25:duration=6,noise=alls=18:allf=t', [
      ...ultrafast,
      ...['-b:v', '2500k', '-maxrate', '2500k', '-bufsize', '2500k'],
    ]),
  };
}
