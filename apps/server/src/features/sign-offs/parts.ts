import type { CorrectionReason, LocalText, MilestoneState } from '@sitecast/contract';
import type { Actor, Step } from '../../platform/actor.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Reader, Store, Tx } from '../../platform/store.ts';

/** An item of the plan, as far as an act speaks of it. */
export interface ActItem {
  code: string;
  title: LocalText;
  state: MilestoneState;
  actual: string | null;
}

/** One step that moves a milestone. */
export interface ActMove {
  project: string;
  item: string;
  by: Actor;
  nowMs: number;
  requestId: string;
}

/** What this feature needs from outside. */
export interface SignOffParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  listItems(db: Reader, project: string): Promise<ActItem[]>;
  /** Appends an act to the ledger of its project, in the transaction that wrote it. */
  sealSignOff(tx: Tx, project: string, id: string): Promise<void>;
  /** Reaches the milestone on a day: handed over, verified and approved by three of the four who signed. */
  reach(
    tx: Tx,
    move: ActMove & { actual: string; approval: { posted: Step; verified: Step; approved: Step } },
  ): Promise<void>;
  /** Takes a reached milestone back to where it stood before, as a correction. */
  takeBack(tx: Tx, move: ActMove & { reason: CorrectionReason; note: string }): Promise<void>;
  /** Tells every audience how the milestone's slots stand. */
  announceItem(tx: Tx, move: ActMove): Promise<void>;
}
