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

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      waking = new AbortController();
      if (await round()) continue;
      await sleep(restMs, undefined, { signal: AbortSignal.any([waking.signal, stopping.signal]) }).catch(
        () => undefined,
      );
    }
  };

  return {
    start() {
      running = run();
    },
    wake: () => waking.abort(),
    async close() {
      stopping.abort();
      await running;
    },
  };
}
