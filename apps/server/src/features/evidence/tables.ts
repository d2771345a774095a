export interface EvidenceTable {
  id: string;
  project: string;
  /** Of the original as it was sent, which is kept sealed under this name. */
  sha256: string;
  bytes: number;
  media_type: string;
  /** Of the larger derivative. */
  width: number;
  height: number;
  taken_at: string | null;
  credit: string | null;
  uploaded_by: string;
  uploaded_at: string;
  /** When a post first carried it; until then it is not public. */
  attached_at: string | null;
}

declare module '../../platform/database/tables.ts' {
  interface Database {
    evidence: EvidenceTable;
  }
}
