import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../platform/log.ts';
import type { TimeLapse } from './time-lapse.ts';

export interface TimeLapseWorker {
  start(): void;
  /** Looks at once: somebody asked for one. */
  wake(): void;
  close(): Promise<void>;
}

const restMs = 60_000;

/** Makes the time-lapses of all cameras, one thing at a time, in turn. */
export function createTimeLapseWorker(deps: {
  list: () => readonly { id: string; timeLapse: TimeLapse }[];
  /** While the disk is full nothing is made. */
  hasRoom: () => boolean;
  log: Logger;
}): TimeLapseWorker {
  const stopping = new AbortController();
  let waking = new AbortController();
  let isWanted = false;
  let running: Promise<void> = Promise.resolve();

  const round = async (): Promise<boolean> => {
    let didWork = false;
    for (const { id, timeLapse } of deps.list()) {
      if (stopping.signal.aborted || !deps.hasRoom()) return false;
      try {
        didWork = (await timeLapse.work(stopping.signal)) || didWork;
      } catch (error) {
        if (!stopping.signal.aborted) deps.log.error({ err: error, camera: id }, 'a time-lapse could not be made');
        didWork = true;
      }
    }
    return didWork;
  };

  const rest = async (forMs: number): Promise<void> => {
    // Somebody asked while the round was under way.
    if (isWanted) return void (isWanted = false);
    waking = new AbortController();
    const signal = AbortSignal.any([waking.signal, stopping.signal]);
    await sleep(forMs, undefined, { signal }).catch(() => undefined);
    isWanted = false;
  };

  const run = async (): Promise<void> => {
    // Cameras come up first; a film can wait.
    await rest(restMs);
    while (!stopping.signal.aborted) {
      if (!(await round())) await rest(restMs);
    }
  };

  return {
    start() {
      running = run();
    },
    wake() {
      isWanted = true;
      waking.abort();
    },
    async close() {
      stopping.abort();
      await running;
    },
  };
}
