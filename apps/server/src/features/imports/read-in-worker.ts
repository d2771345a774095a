import { Worker } from 'node:worker_threads';
import { Refusal } from '@sitecast/contract';
import type { ReadingAnswer, ReadingRequest, RefusedReading } from './reading.ts';

/** Reads a schedule file without letting it slow or end the server. */
export type ReadInWorker = (request: ReadingRequest) => Promise<ReadingAnswer>;

export interface ReadingLimits {
  readonly timeMs: number;
  readonly heapMegabytes: number;
  /** Files that may wait; one is read at a time. */
  readonly waiting: number;
}

export const readingLimits: ReadingLimits = { timeMs: 30_000, heapMegabytes: 512, waiting: 4 };

const file = new URL('./schedule-worker.ts', import.meta.url);

export function createReadInWorker(limits: ReadingLimits = readingLimits): ReadInWorker {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return async (request) => {
    if (waiting >= limits.waiting) throw new Refusal('request.rate');
    waiting += 1;
    const reading = last.then(() => readOne(request, limits));
    last = reading.catch(() => undefined);
    try {
      return await reading;
    } finally {
      waiting -= 1;
    }
  };
}

function readOne({ bytes, today, calendar }: ReadingRequest, limits: ReadingLimits): Promise<ReadingAnswer> {
  // A copy of its own, so that it can be handed over instead of copied again.
  const own = new Uint8Array(bytes);
  const worker = new Worker(file, {
    workerData: { bytes: own, today, calendar },
    transferList: [own.buffer],
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes, maxYoungGenerationSizeMb: 64 },
    stdin: false,
    // It needs nothing of the environment, where the database's address stands.
    env: {},
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      resolve(refuse('limit.time', limits.timeMs / 1_000));
      void worker.terminate();
    }, limits.timeMs);
    worker.once('message', (answer: ReadingAnswer) => resolve(answer));
    worker.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve(refuse('limit.memory', limits.heapMegabytes));
      else reject(error);
    });
    worker.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the schedule reader ended with ${code}`));
    });
  });
}

function refuse(code: 'limit.time' | 'limit.memory', value: number): RefusedReading {
  const fault = { code, line: null, field: null, value: String(value) };
  return { kind: 'refused', format: null, errors: [fault], errorCount: 1, warnings: [] };
}
