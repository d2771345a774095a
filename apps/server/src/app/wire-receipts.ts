import { listEvidence } from '../features/evidence/index.ts';
import { readStanding, type InvestorParts } from '../features/investor/index.ts';
import { readHead } from '../features/ledger/index.ts';
import { listCorrections, readPublishingRule, readStructures, toShare } from '../features/progress/index.ts';
import type { ReceiptParts } from '../features/receipts/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Store } from '../platform/store.ts';

/** What a receipt is put together from: numbers, rule, corrections, photos and the chain, each by its own feature. */
export function wireReceipts(
  store: Store,
  clock: Clock,
  kept: Pick<InvestorParts, 'plans' | 'standings'>,
): ReceiptParts {
  return {
    store,
    clock,
    readStanding: (db, project, asOf) => readStanding(db, { toShare, readStructures, ...kept }, project, asOf),
    readPublishingRule,
    listCorrections,
    listEvidence,
    readHead,
  };
}
