import type { ImportedProgress, MilestoneView, ProgressView, Provenance, PublishingRule } from '@sitecast/contract';
import type { Actor, Step } from '../../platform/actor.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Reader, Store, Tx } from '../../platform/store.ts';
import type { PlanFrame, StandingItem } from './plan-content.ts';

/** What this feature needs from outside. */
export interface BaselineParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The percent of items in whole basis points; null where nothing weighs. */
  measurePlan(items: readonly MeasurableItem[]): number | null;
  readProgress(db: Reader, project: string): Promise<ProgressView>;
  /** Phases, calendar and basis of the weights of a revision. */
  readStructure(db: Reader, project: string, revision: number): Promise<PlanFrame>;
  /** Posts what a schedule file says of progress, once another person has put its plan into force. */
  postImported(
    tx: Tx,
    post: {
      project: string;
      items: readonly ImportedProgress[];
      proposed: Step;
      approved: Step;
      nowMs: number;
      requestId: string;
    },
  ): Promise<void>;
  readPublishingRule(db: Reader, project: string): Promise<PublishingRule>;
  changePublishingRule(
    tx: Tx,
    change: { project: string; rule: PublishingRule; reason: string; by: Actor; nowMs: number; requestId: string },
  ): Promise<void>;
  /** Whether a plan of that day is a fact or a sample (rule 7). */
  readPostProvenance(tx: Tx, day: string): Promise<Provenance>;
  /** Lets a new item stand where nobody has posted yet. */
  openItem(tx: Tx, project: string, code: string): Promise<void>;
  /** Ends the drafts on items that the plan changed under them. */
  supersedeDrafts(
    tx: Tx,
    change: { project: string; items: readonly string[]; by: Actor; nowMs: number },
  ): Promise<void>;
  /** Counts what was measured of the units by another total from now on. */
  recordScope(
    tx: Tx,
    change: {
      id: string;
      project: string;
      code: string;
      total: number;
      reason: string;
      proposed: Step;
      approved: Step;
      nowMs: number;
    },
  ): Promise<void>;
  listMilestones(db: Reader, project: string): Promise<MilestoneView[]>;
  /** Tells every audience the numbers as they are now. */
  announceNumbers(tx: Tx, about: { project: string; atMs: number }): Promise<void>;
  /** Appends a revision to the ledger of its project, in the transaction that put it into force. */
  sealRevision(tx: Tx, project: string, revision: number): Promise<void>;
}

/** What of an item its percent is computed from. */
export type MeasurableItem = Pick<StandingItem, 'steps' | 'startCreditBp' | 'weight' | 'cancelled' | 'measurement'>;
