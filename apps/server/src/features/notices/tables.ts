export interface NoticeTable {
  id: string;
  project: string | null;
  kind: string;
  text: string;
  from_at: string;
  to_at: string | null;
  posted_by: string;
  provenance: string;
}

declare module '../../platform/database/tables.ts' {
  interface Database {
    notice: NoticeTable;
  }
}
