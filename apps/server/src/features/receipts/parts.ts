import type { CorrectionView, EvidenceView, LedgerHead, Provenance, PublishingRule } from '@sitecast/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Reader, Store } from '../../platform/store.ts';

/** A project as it stood on a day, with the items its percent is made of. */
export interface Standing {
  revision: number | null;
  dataDate: string | null;
  percentBp: number | null;
  plannedBp: number | null;
  weightSum: number;
  provenance: Provenance | null;
  items: readonly { code: string; weight: number; cancelled: boolean }[];
}

/** What this feature needs from outside. */
export interface ReceiptParts {
  readonly store: Store;
  readonly clock: Clock;
  readStanding(db: Reader, project: { code: string; zone: string }, asOf: string | null): Promise<Standing>;
  /** The rule in force at an instant; left out, now. */
  readPublishingRule(db: Reader, project: string, at?: string): Promise<PublishingRule>;
  /** Up to a day; null: all. */
  listCorrections(db: Reader, project: string, asOf: string | null): Promise<CorrectionView[]>;
  listEvidence(db: Reader, ids: readonly string[]): Promise<EvidenceView[]>;
  readHead(db: Reader, project: string): Promise<LedgerHead | null>;
}
