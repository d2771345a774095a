import type { ProjectView } from '@sitecast/contract';
import type { LedgerRecord, LedgerReport, ShownFault } from '@sitecast/ledger';
import { recallHead, rememberHead, type RememberedHead } from './remembered-head.ts';

/** How a check in this browser ended. */
export type CheckOutcome =
  | {
      readonly state: 'checked';
      readonly report: LedgerReport;
      /** What the project's page shows otherwise than it is sealed. */
      readonly differs: readonly ShownFault[];
      /** null: this is the first visit. */
      readonly known: RememberedHead | null;
      readonly tookMs: number;
    }
  | { readonly state: 'failed' }
  /** The page has no cryptography: it is not served over https. */
  | { readonly state: 'unsupported' };

const otherKey = { why: 'unknown-key', n: null, from: null, line: 1 } as const;

/** Fetches the whole chain and checks it here, record by record. `onBatch` hears of what held so far. */
export async function checkLedger(
  readProject: () => ProjectView,
  onBatch: (done: { records: number; total: number; batch: readonly LedgerRecord[] }) => void,
): Promise<CheckOutcome> {
  if (globalThis.crypto?.subtle === undefined) return { state: 'unsupported' };
  const { code } = readProject().summary;
  const known = recallHead(code);
  try {
    const { createShownCheck, digestWeights, readLines, verifyLedger } = await import('@sitecast/ledger');
    const response = await fetch(`/api/projects/${code}/ledger/export.jsonl`, { cache: 'no-store' });
    if (!response.ok || response.body === null) return { state: 'failed' };
    const shown = createShownCheck();
    const startMs = performance.now();
    const checked = await verifyLedger(readLines(toChunks(response.body)), {
      known,
      onBatch: (done) => {
        for (const record of done.batch) shown.take(record);
        onBatch(done);
      },
    });
    const tookMs = performance.now() - startMs;
    // The same history signed all anew is another signer's: a key that goes on with a chain leaves the old one in it.
    const isOtherKey = known !== null && checked.fault === null && !checked.keys.includes(known.key);
    const report: LedgerReport = isOtherKey ? { ...checked, fault: otherKey } : checked;
    if (report.fault !== null) return { state: 'checked', report, differs: [], known, tookMs };
    // As the page shows it by now: a post may have come while the chain was read.
    const { progress, milestones } = readProject();
    const weighed = milestones.map(({ code: item, weight, state }) => ({
      code: item,
      weight: state === 'cancelled' ? 0 : weight,
    }));
    const weightsSha256 = await digestWeights(weighed);
    const differs = shown.compare({ percentBp: progress.percentBp, weightsSha256, items: milestones });
    const [key] = report.keys.slice(-1);
    if (report.head !== null && key !== undefined && differs.length === 0) {
      rememberHead(code, { ...report.head, key, at: new Date().toISOString() });
    }
    return { state: 'checked', report, differs, known, tookMs };
  } catch {
    return { state: 'failed' };
  }
}

/** Not every browser can walk a stream with `for await` yet. */
async function* toChunks(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
