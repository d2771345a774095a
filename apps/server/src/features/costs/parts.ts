import type { FiguresView, Provenance } from '@sitecast/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Store, Tx } from '../../platform/store.ts';

/** What this feature needs from outside. */
export interface CostParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Whether a post of that day is a fact or a sample (rule 7). */
  readPostProvenance(tx: Tx, day: string): Promise<Provenance>;
  /** Appends a commitment to a written cost to the ledger of its project, in the transaction that wrote it. */
  sealCost(tx: Tx, project: string, cost: string): Promise<void>;
  /** Likewise to a written budget, by its row. */
  sealCount(tx: Tx, project: string, seq: number): Promise<void>;
  /** The figures that the post changed, for investors and managers. */
  readFigures(tx: Tx, project: string): Promise<FiguresView>;
}
