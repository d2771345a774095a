/** An item of the plan: what is measured, and how. Every item is a milestone with its own code. */
export interface PlanItemTable {
  project: string;
  code: string;
  position: number;
  title: string;
  kind: string;
  method: string;
  unit: string | null;
  /** JSON of `{ code, title, weight }[]`: the rules of credit; of weighted units with `unit` and `total`. */
  steps: string;
  start_credit_bp: number;
  provenance: string;
}
/** What a baseline revision says of an item. */
export interface BaselineItemTable {
  project: string;
  revision: number;
  code: string;
  weight: number;
  /** JSON FuzzyDate. */
  baseline: string | null;
  cancelled: number;
  /** All of the units, as planned; null for other methods. */
  total: number | null;
  phase: string | null;
  /** First planned day of an activity; a milestone has none. */
  start: string | null;
}
/** Where an item stands: the newest entry, ready to read. */
export interface ItemStateTable {
  project: string;
  code: string;
  version: number;
  state: string;
  measurement: string | null;
  percent_bp: number | null;
  data_date: string | null;
  /** JSON FuzzyDate. */
  forecast: string | null;
  actual: string | null;
  reached_at: string | null;
  note: string | null;
  /** JSON array of evidence ids. */
  evidence: string;
  posted_by: string | null;
  posted_at: string | null;
  verified_as: string | null;
  approved_as: string | null;
}

declare module '../../platform/database/tables.ts' {
  interface Database {
    plan_item: PlanItemTable;
    baseline_item: BaselineItemTable;
    item_state: ItemStateTable;
  }
}
