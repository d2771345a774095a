import type { CameraState, OutageCause } from '@sitecast/contract';
import type { Logger } from '../../platform/log.ts';
import type { CauseChange, CauseLog } from '../../storage/archive/cause-log.ts';

export interface CauseJournal {
  /** `aliveMs`: when the recorder last said that it runs; null where it never did. */
  open(aliveMs: number | null): Promise<void>;
  /** Notes what is the matter now; the same again is nothing new. */
  note(state: CameraState, hasRoom: boolean, nowMs: number): void;
  readonly changes: readonly CauseChange[];
  close(): Promise<void>;
}

/** Why a camera records or not, from when: the word beside each outage. */
export function createCauseJournal(
  log: CauseLog,
  faults: Logger,
  /** What it means that nothing comes. */
  silence: OutageCause = 'source-offline',
): CauseJournal {
  let changes: CauseChange[] = [];
  let last: Promise<void> = Promise.resolve();

  const append = (change: CauseChange): void => {
    changes = [...changes, change];
    last = last
      .then(() => log.append(change))
      .catch((error: unknown) => faults.error({ err: error }, 'the cause of an outage was not kept'));
  };

  return {
    get changes() {
      return changes;
    },
    async open(aliveMs) {
      changes = await log.read();
      const before = changes.at(-1);
      if (before && before.cause !== 'recorder-down') {
        append({ atMs: Math.max(before.atMs, aliveMs ?? before.atMs), cause: 'recorder-down' });
      }
    },
    note(state, hasRoom, nowMs) {
      const cause = toCause(state, hasRoom, silence);
      if (cause !== null && changes.at(-1)?.cause !== cause) append({ atMs: nowMs, cause });
    },
    close: () => last,
  };
}

/** null: not known yet. A dark or frozen picture is recorded like any other. */
function toCause(state: CameraState, hasRoom: boolean, silence: OutageCause): OutageCause | 'recording' | null {
  switch (state) {
    case 'starting':
    case 'unknown':
      return null;
    case 'asleep':
      return 'scheduled-off';
    case 'maintenance':
      return 'maintenance';
    case 'stalled':
    case 'offline':
      return silence;
    case 'live':
    case 'frozen':
    case 'dark':
    case 'obscured':
    case 'moved':
    case 'held':
      return hasRoom ? 'recording' : 'disk-full';
  }
}
