import type { Store, Tx } from '../../platform/store.ts';
import { appendRecords, type ChainParts } from './append-records.ts';
import { draftCost, draftCounts, draftEntry, draftRevision, draftSignOff } from './draft-records.ts';
import { sealHistory } from './seal-history.ts';

/** The chains of all projects, as the features that write see them. */
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
  /** Seals what is kept and not in a chain; how many records that made. */
  sealHistory(): Promise<number>;
}

export function createLedger(store: Store, parts: ChainParts): Ledger {
  return {
    sealEntry: async (tx, project, entry) => appendRecords(tx, parts, project, await draftEntry(tx, project, entry)),
    sealCost: async (tx, project, cost) => appendRecords(tx, parts, project, [await draftCost(tx, project, cost)]),
    sealCount: async (tx, project, seq) =>
      appendRecords(
        tx,
        parts,
        project,
        (await draftCounts(tx, project)).filter((draft) => draft.subject === `count:${seq}`),
      ),
    sealRevision: async (tx, project, revision) =>
      appendRecords(tx, parts, project, [await draftRevision(tx, project, revision)]),
    sealSignOff: async (tx, project, id) => appendRecords(tx, parts, project, [await draftSignOff(tx, project, id)]),
    sealHistory: () => sealHistory(store, parts),
  };
}
