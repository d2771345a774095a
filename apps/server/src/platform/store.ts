import { Refusal } from '@sitecast/contract';
import type { Kysely, Transaction } from 'kysely';
import type { Database } from './database/tables.ts';

/** A transaction that writes. Inside one, only it may be used: `db` waits for it to end. */
export type Tx = Transaction<Database>;
/** For functions that read, in or out of a transaction. */
export type Reader = Kysely<Database>;

export interface Store {
  readonly db: Kysely<Database>;
  /** Runs `work` in one transaction; after the commit the event log wakes. A throw rolls everything back; a full disk is `storage.full`. */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Calls back after each commit; returns how to stop it. */
  onCommit(listener: () => void): () => void;
  /** Resolves when no write is under way. */
  settle(): Promise<void>;
}

export function createStore(db: Kysely<Database>): Store {
  const listeners = new Set<() => void>();
  const underWay = new Set<Promise<unknown>>();
  return {
    db,
    write: async (work) => {
      const writing = db.transaction().execute(work);
      underWay.add(writing);
      try {
        return await writing;
      } catch (error) {
        throw isDiskFull(error) ? new Refusal('storage.full') : error;
      } finally {
        underWay.delete(writing);
        for (const listener of listeners) listener();
      }
    },
    onCommit: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    settle: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}

/** SQLITE_FULL, also in its extended forms. */
const fullCode = 13;

function isDiskFull(error: unknown): boolean {
  return (
    error instanceof Error &&
    'errcode' in error &&
    typeof error.errcode === 'number' &&
    error.errcode % 256 === fullCode
  );
}
