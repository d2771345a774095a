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
}
/** What the whole project stood at after each post; the newest row of a data date counts. */
export interface PercentHistoryTable {
  seq: Generated<number>;
  project: string;
  data_date: string;
  percent_bp: number;
  baseline_revision: number;
  entry: string;
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
    progress_entry: ProgressEntryTable;
    percent_history: PercentHistoryTable;
    project_cost: ProjectCostTable;
  }
}
