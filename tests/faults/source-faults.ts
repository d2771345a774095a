import { setTimeout as pause } from 'node:timers/promises';
import { startClipCamera, type ClipCamera } from '@sitecast/simulator';
import type { BadgeWord } from '../../apps/dashboard/src/lib/player/badge.ts';
import { until } from '../support/until.ts';
import { createBadLine, type BadLine } from './bad-line.ts';
import type { FaultClips } from './fault-clips.ts';
import type { Stage } from './stage.ts';

/** A camera whose every part can fail. */
export interface FaultCamera {
  id: string;
  camera: ClipCamera;
  line: BadLine;
  /** The sensor hangs from its next picture on: all that are shown then were taken at its time. */
  freeze(isFrozen: boolean): void;
  /** The camera's own clock, in ms ahead of ours. */
  setClock(aheadMs: number): void;
  /** Since it was switched on. */
  readonly ageMs: number;
}

export interface SourceFault {
  id: string;
  fault: string;
  /** What the page may call it while it lasts; left out: it need not be seen at all. */
  words?: readonly BadgeWord[];
  /** How long it lasts after it was noticed. */
  lastsMs?: number;
  clip?: keyof FaultClips;
  /** How its packets come; left out: over its connection. */
  transport?: 'udp';
  begin(camera: FaultCamera, stage: Stage): Promise<void> | void;
  end?(camera: FaultCamera, stage: Stage): Promise<void> | void;
}

/** RTP time is counted in 1/90000 s of 32 bits. */
const wrapsAfterMs = 45_000;
const beforeWrap = 2 ** 32 - (wrapsAfterMs / 1_000) * 90_000;

export async function startFaultCamera(
  ffmpeg: string,
  clips: FaultClips,
  { id, clip = 'moving' }: SourceFault,
): Promise<FaultCamera> {
  const line = createBadLine();
  const startedAt = performance.now();
  let isFrozen = false;
  let frozenAtMs: number | null = null;
  let aheadMs = 0;
  const camera = await startClipCamera({
    ffmpeg,
    file: clips[clip],
    path: id,
    credentials: null,
    line: line.carry,
    now: () => Date.now() + aheadMs,
    stampMs() {
      frozenAtMs = isFrozen ? (frozenAtMs ?? Date.now()) : null;
      return frozenAtMs ?? Date.now();
    },
    ...(id === 'wrap' && { firstRtpTime: beforeWrap }),
  });
  return {
    id,
    camera,
    line,
    freeze: (is) => (isFrozen = is),
    setClock: (ms) => (aheadMs = ms),
    get ageMs() {
      return performance.now() - startedAt;
    },
  };
}

const gone = ['stalled', 'offline', 'unknown', 'connecting', 'behind'] as const;

async function endFfmpeg(stage: Stage, id: string, signal: 'SIGKILL' | 'SIGSTOP'): Promise<void> {
  const [pid] = await until(`the ffmpeg of ${id}`, async () => {
    const pids = await stage.findFfmpeg(id);
    return pids.length > 0 && pids;
  });
  if (pid !== undefined) process.kill(pid, signal);
}

/** What cameras and the programs that read them do, each on a camera of its own, all at the same time. */
export function listSourceFaults(clips: FaultClips): SourceFault[] {
  return [
    {
      id: 'loss-slight',
      fault: 'UDP, 0.05 % of packets lost',
      clip: 'dense',
      transport: 'udp',
      begin: ({ line }) => line.loseEach(2_000),
      lastsMs: 25_000,
      end: ({ line }) => line.loseEach(null),
    },
    {
      id: 'loss',
      fault: 'UDP, 0.2 % of packets lost',
      clip: 'dense',
      transport: 'udp',
      begin: ({ line }) => line.loseEach(500),
      lastsMs: 25_000,
      end: ({ line }) => line.loseEach(null),
    },
    {
      id: 'loss-inside',
      fault: 'TCP, the camera leaves out 0.2 % of packets',
      clip: 'dense',
      begin: ({ line }) => line.loseEach(500),
      lastsMs: 25_000,
      end: ({ line }) => line.loseEach(null),
    },
    {
      id: 'damage',
      fault: '1 % of packets with a wrong byte',
      begin: ({ line }) => line.damageEach(100),
      lastsMs: 20_000,
      end: ({ line }) => line.damageEach(null),
    },
    {
      id: 'unplugged',
      fault: 'source killed and back',
      words: gone,
      lastsMs: 8_000,
      begin: ({ camera }) => camera.unplug(),
      end: ({ camera }) => camera.plug(),
    },
    {
      id: 'silent',
      fault: 'source accepts and stays silent',
      words: gone,
      lastsMs: 15_000,
      begin: ({ camera }) => camera.silence(),
      end: ({ camera }) => camera.silence(false),
    },
    {
      id: 'frozen',
      fault: 'frozen picture',
      words: ['frozen'],
      lastsMs: 6_000,
      async begin({ camera, freeze }) {
        await camera.play(clips.still);
        freeze(true);
      },
      async end({ camera, freeze }) {
        await camera.play(clips.moving);
        freeze(false);
      },
    },
    {
      id: 'black',
      fault: 'black picture',
      words: ['dark'],
      lastsMs: 6_000,
      begin: ({ camera }) => camera.play(clips.black),
      end: ({ camera }) => camera.play(clips.moving),
    },
    { id: 'jump-ahead', fault: 'timestamps jump an hour ahead', begin: ({ camera }) => camera.jump(3_600_000) },
    { id: 'jump-back', fault: 'timestamps jump two hours back', begin: ({ camera }) => camera.jump(-7_200_000) },
    {
      id: 'wrap',
      fault: 'timestamps wrap at 2^32',
      begin: ({ ageMs }) => pause(Math.max(0, wrapsAfterMs - ageMs)),
    },
    {
      id: 'clock',
      fault: 'camera clock set back an hour',
      begin: ({ setClock }) => setClock(-3_600_000),
    },
    { id: 'resolution', fault: 'resolution changes mid-stream', begin: ({ camera }) => camera.play(clips.large) },
    {
      id: 'profile',
      fault: 'codec profile changes mid-stream',
      begin: ({ camera }) => camera.play(clips.otherProfile),
    },
    { id: 'crash', fault: 'ffmpeg crashes', begin: ({ id }, stage) => endFfmpeg(stage, id, 'SIGKILL') },
    {
      id: 'hang',
      fault: 'ffmpeg hangs',
      words: gone,
      begin: ({ id }, stage) => endFfmpeg(stage, id, 'SIGSTOP'),
    },
  ];
}
