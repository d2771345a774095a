/** What the hash of a month's report was when it was first made after the month's end; never changed. */
export interface ReportIssueTable {
  project: string;
  month: string;
  /** 1: with the money. */
  costs: number;
  hash: string;
  issued_at: string;
}

declare module '../../platform/database/tables.ts' {
  interface Database {
    report_issue: ReportIssueTable;
  }
}
