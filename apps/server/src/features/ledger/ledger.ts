import { Refusal } from '@sitecast/contract';
import type { Log } from '../../platform/log.ts';
import type { Store, Tx } from '../../platform/store.ts';
import { appendRecords, type ChainParts, type LedgerDraft } from './append-records.ts';
import { draftCost, draftCount, draftEntry, draftRevision, draftSignOff } from './draft-records.ts';
import { createHistorySeal, type SealPace } from './seal-history.ts';

/**
 * The chains of all projects, as the features that write see them. @throws Refusal `ledger.sealing` from each that seals,
 * while the project's history is still being sealed
 */
export interface Ledger {
  /** Appends a post and its photos to the project's chain, in the transaction that wrote them. */
  sealEntry(tx: Tx, project: string, entry: string): Promise<void>;
  /** Appends a commitment to a cost entry, likewise. */
  sealCost(tx: Tx, project: string, cost: string): Promise<void>;
  /** Appends a commitment to a budget or count of money, likewise; its row is named by its seq. */
  sealCount(tx: Tx, project: string, seq: number): Promise<void>;
  /** Appends a digest over a baseline revision, in the transaction that wrote it. */
  sealRevision(tx: Tx, project: string, revision: number): Promise<void>;
  /** Appends a signature or its withdrawal, in the transaction that wrote it. */
  sealSignOff(tx: Tx, project: string, id: string): Promise<void>;
  /** Seals what is kept and not in a chain; a long history is sealed while the server listens. */
  start(): Promise<void>;
  /** Leaves the rest of a history to the next start. */
  close(): Promise<void>;
}

/** `pace`: how a history is sealed; left out, as a server at work does. */
export function createLedger(parts: { store: Store; log: Log } & ChainParts, pace?: SealPace): Ledger {
  const history = createHistorySeal(parts, pace);

  const seal = async (tx: Tx, project: string, drafts: readonly LedgerDraft[]): Promise<void> => {
    if (!history.isWhole(project)) throw new Refusal('ledger.sealing');
    await appendRecords(tx, parts, project, drafts);
  };

  return {
    sealEntry: async (tx, project, entry) => seal(tx, project, await draftEntry(tx, project, entry)),
    sealCost: async (tx, project, cost) => seal(tx, project, [await draftCost(tx, project, cost)]),
    sealCount: async (tx, project, seq) => seal(tx, project, [await draftCount(tx, project, seq)]),
    sealRevision: async (tx, project, revision) => seal(tx, project, [await draftRevision(tx, project, revision)]),
    sealSignOff: async (tx, project, id) => seal(tx, project, [await draftSignOff(tx, project, id)]),
    start: () => history.start(),
    close: () => history.close(),
  };
}
