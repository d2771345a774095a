import type { HealthMonitor } from '../../health/monitor.ts';
import type { Clock } from '../../platform/clock.ts';
import type { CameraFootage } from '../footage/camera-footage.ts';
import type { PublicEdition } from '../public/public-edition.ts';
import { createFrameDate } from './frame-date.ts';
import type { IngestSink } from './ingest-run.ts';

export interface InflowDeps {
  clock: Clock;
  /**
   * Its segments and stills come whole, with the names and times a recorder at the site gave them: what its ffmpeg here
   * hands out is for masks and health alone.
   */
  isSent: boolean;
  footage: Pick<CameraFootage, 'init' | 'fragment' | 'breakRun' | 'extend'>;
  edition: Pick<PublicEdition, 'init' | 'fragment' | 'breakRun' | 'extend'>;
  health: Pick<HealthMonitor, 'fragmentArrived' | 'thumbnail' | 'sourceDown'>;
  /** When the first frame of the present run was taken; null where frames are as old as they arrive. */
  beganAtMs: () => number | null;
  keepStill: (atMs: number, jpeg: Buffer) => void;
}

/** What a camera's ffmpeg hands out, on its way to all who take of it. */
export interface Inflow {
  readonly sink: IngestSink;
  /** Nothing comes any more, until another run begins. */
  stop(): void;
}

/** The newest still is this old before the next one is kept: a source that flaps gives one at each start. */
const stillPauseMs = 50_000;

export function createInflow(deps: InflowDeps): Inflow {
  const { clock, isSent, footage, edition, health } = deps;
  const taken = createFrameDate();
  let lastStillMs = Number.NEGATIVE_INFINITY;

  /** What is coming in can be watched before its segment is whole. */
  const follow = (): void => edition.extend(footage.extend());

  const breakRun = (): void => {
    footage.breakRun();
    edition.breakRun();
    follow();
  };

  return {
    sink: {
      init(init) {
        taken.begin(init.timescale);
        if (!isSent) footage.init(init);
        edition.init(init);
        follow();
      },
      fragment(fragment) {
        const nowMs = clock.nowMs();
        if (!isSent) footage.fragment(fragment, nowMs);
        // By the clock of who took it: a segment on a slow line is seconds old when it comes.
        edition.fragment(fragment, taken.date(fragment, deps.beganAtMs()) ?? nowMs);
        follow();
        health.fragmentArrived(nowMs);
      },
      loss: breakRun,
      thumbnail: (gray) => health.thumbnail(gray, clock.nowMs()),
      still(jpeg) {
        const nowMs = clock.nowMs();
        if (isSent || nowMs - lastStillMs < stillPauseMs) return;
        lastStillMs = nowMs;
        deps.keepStill(nowMs, jpeg);
      },
      line: () => undefined,
    },
    stop() {
      breakRun();
      health.sourceDown(clock.nowMs());
    },
  };
}
