import { once } from 'node:events';
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

/** After a file beyond this a thread holds memory that small ones do not need: it ends with it. */
const keptAfterBytes = 1_024 * 1_024;
/** Starting a thread costs more than reading a small file; one that nobody needs any more ends. */
const keptIdleMs = 30_000;

export function createReadInWorker(limits: ReadingLimits = readingLimits): ReadInWorker {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let idle: { worker: Worker; release: () => void } | null = null;

  const take = (): Worker => {
    const kept = idle;
    idle = null;
    if (!kept) return startWorker(limits);
    kept.release();
    return kept.worker;
  };
  const keep = (worker: Worker): void => {
    const drop = (): void => {
      idle = null;
      release();
      end(worker);
    };
    const timer = setTimeout(drop, keptIdleMs).unref();
    const release = (): void => {
      clearTimeout(timer);
      worker.off('exit', drop).off('error', drop).ref();
    };
    worker.on('exit', drop).on('error', drop);
    // An idle thread does not hold the program.
    worker.unref();
    idle = { worker, release };
  };
  const readNext = async (request: ReadingRequest): Promise<ReadingAnswer> => {
    const worker = take();
    const size = request.bytes.byteLength;
    const { answer, isWhole } = await readOne(worker, request, limits);
    if (isWhole && size <= keptAfterBytes) keep(worker);
    else end(worker);
    return answer;
  };

  return async (request) => {
    if (waiting >= limits.waiting) throw new Refusal('request.rate');
    waiting += 1;
    const reading = last.then(() => readNext(request));
    last = reading.catch(() => undefined);
    try {
      return await reading;
    } finally {
      waiting -= 1;
    }
  };
}

function startWorker(limits: ReadingLimits): Worker {
  return new Worker(file, {
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMegabytes, maxYoungGenerationSizeMb: 64 },
    stdin: false,
    // It needs nothing of the environment, where the database's address stands.
    env: {},
  });
}

/** What it still says is nobody's. */
function end(worker: Worker): void {
  worker.on('error', () => undefined);
  void worker.terminate();
}

/** `isWhole`: the thread answered by itself and may read another file. Rejects where it broke; it has ended then. */
async function readOne(
  worker: Worker,
  { bytes, today, calendar }: ReadingRequest,
  limits: ReadingLimits,
): Promise<{ answer: ReadingAnswer; isWhole: boolean }> {
  // A copy of its own, so that it can be handed over instead of copied again.
  const own = new Uint8Array(bytes);
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), limits.timeMs);
  try {
    // Listened to before it is asked: also for an end without an answer.
    const said = Promise.race([
      once(worker, 'message', { signal: over.signal }),
      once(worker, 'exit', { signal: over.signal }).then(([code]) => {
        throw new Error(`the schedule reader ended with ${code}`);
      }),
    ]);
    worker.postMessage({ bytes: own, today, calendar }, [own.buffer]);
    const [answer] = (await said) as [ReadingAnswer];
    return { answer, isWhole: true };
  } catch (error) {
    if (over.signal.aborted) return { answer: refuse('limit.time', limits.timeMs / 1_000), isWhole: false };
    if (!isOutOfMemory(error)) throw error;
    return { answer: refuse('limit.memory', limits.heapMegabytes), isWhole: false };
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

function refuse(code: 'limit.time' | 'limit.memory', value: number): RefusedReading {
  const fault = { code, line: null, field: null, value: String(value) };
  return { kind: 'refused', format: null, errors: [fault], errorCount: 1, warnings: [] };
}
