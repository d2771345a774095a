import type { Generated } from 'kysely';

/** One schedule file as it was read, and what was decided about it. */
export interface ImportBatchTable {
  seq: Generated<number>;
  id: string;
  project: string;
  state: 'proposed' | 'accepted' | 'rejected';
  format: string;
  tool: string | null;
  file_name: string;
  sha256: string;
  bytes: number;
  source_project: string | null;
  data_date: string | null;
  /** The revision it was compared with; another one by now makes it outdated. */
  based_on_revision: number | null;
  weight_basis: string;
  activities: number;
  percent_in_file_bp: number | null;
  /** JSON of the schedule package's ScheduleItem[], CurvePoint[], PlanDifference, ScheduleFault[]. */
  items: string;
  curve: string;
  difference: string;
  warnings: string;
  warning_count: number;
  percent_before_bp: number | null;
  percent_after_bp: number | null;
  uploaded_by: string;
  uploaded_at: string;
  decided_by: string | null;
  decided_at: string | null;
  reason: string | null;
  /** JSON of PlanPhase[], WorkCalendarView, the file's network, ImportedProgress[]. */
  phases: string;
  calendar: string | null;
  network: string | null;
  progress: string;
  /** The proposed revision that it was handed on as. */
  proposal: string | null;
}

declare module '../../platform/database/tables.ts' {
  interface Database {
    import_batch: ImportBatchTable;
  }
}
