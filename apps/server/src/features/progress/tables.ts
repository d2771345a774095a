import type { Generated } from 'kysely';

/** An approved plan, numbered and immutable. */
export interface BaselineRevisionTable {
  project: string;
  revision: number;
  reason: string;
  approved_by: string;
  approved_at: string;
  /** SHA-256 over its items and its curve, so that a copy can be compared. */
  hash: string;
  provenance: string;
  /** The roles it was proposed and approved in; null for a plan that came with the project. */
  proposed_as: string | null;
  approved_as: string | null;
  /** The bytes the hash is of: the plan as it was approved; null for a plan from before proposals. */
  content: string | null;
  /** What its weights are made of; null in plans from before it was kept. */
  weight_basis: string | null;
}
/** A phase of a revision; phases may lie in one another. */
export interface PlanPhaseTable {
  project: string;
  revision: number;
  code: string;
  parent: string | null;
  position: number;
  title: string;
}
/** Which days a revision counts as worked; no row: every day. */
export interface PlanCalendarTable {
  project: string;
  revision: number;
  /** JSON of a WorkCalendarView. */
  content: string;
}
/** The planned curve: what is planned at the end of a day. */
export interface PlanPointTable {
  project: string;
  revision: number;
  date: string;
  planned_bp: number;
}
/** Every post ever made; a later one supersedes, none is changed. */
export interface ProgressEntryTable {
  id: string;
  project: string;
  item: string;
  /** The version of the item that this post made. */
  version: number;
  data_date: string;
  method: string;
  /** JSON of the contract's Measurement; null for a milestone without physical progress. */
  measurement: string | null;
  percent_bp: number | null;
  /** JSON of what stood there before. */
  before: string | null;
  correction_reason: string | null;
  correction_note: string | null;
  actual: string | null;
  note: string | null;
  evidence: string;
  posted_by: string;
  /** The role it was posted in, for the receipt. */
  posted_as: string;
  posted_at: string;
  /** null where the rule of that day asked nobody. */
  verified_by: string | null;
  verified_as: string | null;
  approved_by: string | null;
  approved_as: string | null;
  /** When it became public; null in rows older than the approvals: they were public at once. */
  published_at: string | null;
}
/** A post that must be verified and approved, as it was sent; where it stands is told by its decisions. */
export interface PendingEntryTable {
  id: string;
  project: string;
  /** null: a milestone no plan foresaw. */
  item: string | null;
  /** JSON of a Submission. */
  content: string;
  /** The publishing rule of that moment: a later one neither hastens nor holds it. */
  rule: string;
  posted_by: string;
  posted_name: string;
  posted_as: string;
  posted_at: string;
}
/** A step of an entry; one that ends it is its last. */
export interface EntryDecisionTable {
  seq: Generated<number>;
  entry: string;
  decision: 'verified' | 'approved' | 'rejected' | 'superseded';
  decided_by: string;
  decided_name: string;
  decided_as: string;
  decided_at: string;
  reason: string | null;
}
/** When posts of a project are published; the newest row counts. */
export interface PublishingRuleTable {
  seq: Generated<number>;
  project: string;
  rule: string;
  reason: string;
  set_by: string;
  set_as: string;
  set_at: string;
}
/** What the whole project stood at after each post; the newest row of a data date counts. */
export interface PercentHistoryTable {
  seq: Generated<number>;
  project: string;
  data_date: string;
  percent_bp: number;
  baseline_revision: number;
  /** null: the revision itself moved the percent. */
  entry: string | null;
  corrected_from_bp: number | null;
  correction_reason: string | null;
}
/** Money in whole tiyn. No other table holds any. */
export interface ProjectCostTable {
  seq: Generated<number>;
  project: string;
  counted_on: string;
  currency: 'KZT';
  budget_minor: number;
  actual_cost_minor: number | null;
  provenance: string;
}

declare module '../../platform/database/tables.ts' {
  interface Database {
    baseline_revision: BaselineRevisionTable;
    plan_point: PlanPointTable;
    plan_phase: PlanPhaseTable;
    plan_calendar: PlanCalendarTable;
    progress_entry: ProgressEntryTable;
    pending_entry: PendingEntryTable;
    entry_decision: EntryDecisionTable;
    publishing_rule: PublishingRuleTable;
    percent_history: PercentHistoryTable;
    project_cost: ProjectCostTable;
  }
}
