import type { CorrectionReason, EntryKind, LocalText, Measurement, MilestoneKind } from '@sitecast/contract';
import type { Actor, Step } from '../../platform/actor.ts';

/** A checked post, as it was sent: published at once, or kept until it is verified and approved. */
export interface Submission {
  readonly id: string;
  readonly project: string;
  readonly kind: EntryKind;
  /** null: a milestone no plan foresaw; then it brings its own title. */
  readonly item: string | null;
  readonly title: LocalText | null;
  readonly milestoneKind: MilestoneKind;
  /** The version of the item that the poster saw. */
  readonly version: number;
  readonly dataDate: string;
  readonly measurement: Measurement | null;
  /** What stood there when it was posted. */
  readonly before: Measurement | null;
  readonly correction: { reason: CorrectionReason; note: string } | null;
  readonly actual: string | null;
  readonly note: string | null;
  readonly evidence: readonly string[];
}

/** Who said that it is so. Both null where the project's rule asks nobody. */
export interface Approval {
  readonly posted: Step;
  readonly verified: Step | null;
  readonly approved: Step | null;
}

/** A post that its author answers for alone. */
export function approvedByPoster(by: Actor, atMs: number): Approval {
  return { posted: { by, atMs, reason: null }, verified: null, approved: null };
}
