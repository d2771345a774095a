import { setTimeout as pause } from 'node:timers/promises';
import type { ClipCamera } from '@sitecast/simulator';
import type { BadLine } from '../faults/bad-line.ts';
import type { FaultClips } from '../faults/fault-clips.ts';

export interface SoakCamera {
  camera: ClipCamera;
  line: BadLine;
  /** Of the ffmpeg that reads it now; null: none does. */
  findFfmpeg(): Promise<number | null>;
}

/** The faults that are played in turn, each with what it leaves behind put right. */
export function listSoakFaults(clips: FaultClips): { name: string; play: (on: SoakCamera) => Promise<void> }[] {
  const lastsMs = 12_000;
  const signal = async (on: SoakCamera, name: 'SIGKILL' | 'SIGSTOP'): Promise<void> => {
    const pid = await on.findFfmpeg();
    if (pid !== null) process.kill(pid, name);
  };
  const show = async ({ camera }: SoakCamera, file: string): Promise<void> => {
    await camera.play(file);
    await pause(lastsMs);
    await camera.play(clips.moving);
  };
  return [
    {
      name: 'unplugged',
      async play({ camera }) {
        await camera.unplug();
        await pause(lastsMs);
        await camera.plug();
      },
    },
    { name: 'ffmpeg crashes', play: (on) => signal(on, 'SIGKILL') },
    {
      name: 'packets lost',
      async play({ line }) {
        line.loseEach(100);
        await pause(lastsMs);
        line.loseEach(null);
      },
    },
    { name: 'frozen', play: (on) => show(on, clips.still) },
    { name: 'timestamps jump back', play: async ({ camera }) => camera.jump(-7_200_000) },
    {
      name: 'silent',
      async play({ camera }) {
        camera.silence();
        await pause(lastsMs);
        camera.silence(false);
      },
    },
    { name: 'resolution', play: (on) => show(on, clips.large) },
    { name: 'ffmpeg hangs', play: (on) => signal(on, 'SIGSTOP') },
    {
      name: 'damaged packets',
      async play({ line }) {
        line.damageEach(50);
        await pause(lastsMs);
        line.damageEach(null);
      },
    },
    { name: 'black', play: (on) => show(on, clips.black) },
    { name: 'timestamps jump ahead', play: async ({ camera }) => camera.jump(7_200_000) },
  ];
}
