import type { Audience, LogEventBody } from '@sitecast/contract';
import type { Log } from '../log.ts';
import type { Store } from '../store.ts';

/** One row of the log, parsed. */
export type LogEntry = LogEventBody & { seq: number; at: string; audience: Audience; project: string };

export interface EventTail {
  /** Begins behind the newest row; returns the rows that stood there last, oldest first. */
  start(): Promise<LogEntry[]>;
  /** Calls back with new rows in order; returns how to stop it. */
  onBatch(listener: (entries: LogEntry[]) => void): () => void;
  /** The seq of the last row that was handed on. */
  readonly seq: number;
  /** Milliseconds since the log was last read without an error. */
  lagMs(): number;
  close(): Promise<void>;
}

const batchRows = 200;
/** The wake-up after a commit is a hint: another process writes without it. */
const pollMs = 1_000;

/** Follows the event log from this process on: woken by each commit, and by a poll that does not trust it. */
export function createEventTail(store: Store, log: Log, keptRows = 400): EventTail {
  const listeners = new Set<(entries: LogEntry[]) => void>();
  let seq = 0;
  let readAtMs = performance.now();
  let reading: Promise<void> | null = null;
  let wakeAgain = false;
  let timer: NodeJS.Timeout | null = null;
  let stopListening: (() => void) | null = null;

  const readRows = async (): Promise<void> => {
    for (;;) {
      const rows = await store.db
        .selectFrom('event')
        .selectAll()
        .where('seq', '>', seq)
        .orderBy('seq')
        .limit(batchRows)
        .execute();
      readAtMs = performance.now();
      const last = rows.at(-1);
      if (!last) return;
      seq = last.seq;
      const entries = rows.map(toEntry);
      for (const listener of listeners) listener(entries);
    }
  };

  const wake = (): void => {
    if (reading) {
      wakeAgain = true;
      return;
    }
    reading = readRows()
      .catch((error: unknown) => log.error({ err: error }, 'the event log could not be read'))
      .finally(() => {
        reading = null;
        if (wakeAgain) {
          wakeAgain = false;
          wake();
        }
      });
  };

  return {
    start: async () => {
      const rows = await store.db.selectFrom('event').selectAll().orderBy('seq', 'desc').limit(keptRows).execute();
      seq = rows[0]?.seq ?? 0;
      stopListening = store.onCommit(wake);
      timer = setInterval(wake, pollMs);
      return rows.reverse().map(toEntry);
    },
    onBatch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get seq() {
      return seq;
    },
    lagMs: () => performance.now() - readAtMs,
    close: async () => {
      stopListening?.();
      if (timer) clearInterval(timer);
      await reading;
    },
  };
}

function toEntry(row: {
  seq: number;
  at: string;
  audience: string;
  project: string;
  type: string;
  payload: string;
}): LogEntry {
  // Rows are written by appendEvent alone, whose types are these.
  return { ...row, payload: JSON.parse(row.payload) as unknown } as LogEntry;
}
