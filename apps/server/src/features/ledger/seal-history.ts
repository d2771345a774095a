import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Log } from '../../platform/log.ts';
import type { Store } from '../../platform/store.ts';
import { appendRecords, type ChainParts, type LedgerDraft } from './append-records.ts';
import { draftSubjects, listUnsealed } from './unsealed.ts';

/** How a history is sealed beside the work of the day. */
export interface SealPace {
  /** So many rows are sealed before the server listens. */
  readonly atOnce: number;
  /** Rows of one transaction: everyone else waits for so long. */
  readonly rowsPerStep: number;
  /** Lets requests come between two steps; rejects when it is stopped. */
  readonly pause: (stop: AbortSignal) => Promise<unknown>;
}

/** The demo's history and that of many a site are done at once, in less than a second. */
const usualPace: SealPace = { atOnce: 2_000, rowsPerStep: 50, pause: (signal) => setImmediate(undefined, { signal }) };
const retryMs = 10_000;

export interface HistorySeal {
  /**
   * Whether all of a project's history is in its chain. Until then nothing new may be appended: a record before an older
   * one of its item would be taken for that item's past (LEDGER5).
   */
  isWhole(project: string): boolean;
  /** Seals what is not in a chain. Resolves when the server may listen; a long history goes on behind that. */
  start(): Promise<void>;
  /** Ends after the step that is under way; the next start goes on. */
  close(): Promise<void>;
}

/**
 * Seals what is kept and in no chain: a database older than the ledger, or a history that was made at once. Each such
 * record says that it was sealed later than what it tells (LEDGER5).
 */
export function createHistorySeal(
  parts: { store: Store; log: Log } & ChainParts,
  { atOnce, rowsPerStep, pause }: SealPace = usualPace,
): HistorySeal {
  const { store, log } = parts;
  /** Subjects to be sealed, in their order, by project. Nothing joins them later: whatever is posted seals itself. */
  const waiting = new Map<string, string[]>();
  const stop = new AbortController();
  let work: Promise<void> = Promise.resolve();

  const countWaiting = (): number => [...waiting.values()].reduce((sum, subjects) => sum + subjects.length, 0);

  const sealStep = async (): Promise<void> => {
    const [next] = waiting;
    if (!next) return;
    const [project, subjects] = next;
    const step = subjects.slice(0, rowsPerStep);
    await store.write(async (tx) => {
      const drafts = await draftSubjects(tx, project, step);
      await appendRecords(tx, parts, project, drafts.map(toSealedLater));
    });
    subjects.splice(0, step.length);
    if (subjects.length === 0) waiting.delete(project);
  };

  const sealRest = async (): Promise<void> => {
    while (waiting.size > 0 && !stop.signal.aborted) {
      const isDone = await sealStep().then(
        () => true,
        (error: unknown) => {
          log.error({ err: error }, 'a step of the history could not be sealed');
          return false;
        },
      );
      const rest = isDone ? pause(stop.signal) : setTimeout(retryMs, undefined, { signal: stop.signal });
      await rest.catch(() => undefined);
    }
    if (waiting.size === 0) log.info('all that was kept before is sealed in the ledgers');
  };

  return {
    isWhole: (project) => !waiting.has(project),
    async start() {
      const projects = await store.db.selectFrom('project').select('code').orderBy('code').execute();
      const unsealed = await Promise.all(
        projects.map(async ({ code }) => ({ code, subjects: await listUnsealed(store.db, code) })),
      );
      // The short ones first: most projects then take posts again soon.
      for (const { code, subjects } of unsealed.toSorted((a, b) => a.subjects.length - b.subjects.length)) {
        if (subjects.length > 0) waiting.set(code, subjects);
      }
      const rows = countWaiting();
      if (rows === 0) return;
      while (waiting.size > 0 && rows - countWaiting() < atOnce) await sealStep();
      const left = countWaiting();
      log.info({ rows: rows - left, left }, 'what was kept before was sealed in the ledgers');
      if (left > 0) work = sealRest();
    },
    async close() {
      stop.abort();
      await work;
    },
  };
}

function toSealedLater(draft: LedgerDraft): LedgerDraft {
  return { ...draft, kind: 'sealed-later', body: { ...draft.body, of: draft.kind } };
}
