/** A document of a project; what it holds stands in its versions. */
export interface DocumentTable {
  id: string;
  project: string;
  added_at: string;
}

/** Append-only: the next version replaces the one before on the pages, never on the disk. */
export interface DocumentVersionTable {
  document: string;
  version: number;
  /** Of the bytes that are served. */
  sha256: string;
  bytes: number;
  media_type: string;
  file_name: string;
  title: string;
  kind: string;
  visibility: 'public' | 'investor' | 'team';
  provenance: string;
  uploaded_by: string;
  uploaded_at: string;
}

/** Append-only: from then on nobody reads the document. */
export interface DocumentWithdrawalTable {
  document: string;
  withdrawn_by: string;
  withdrawn_at: string;
}

declare module '../../platform/database/tables.ts' {
  interface Database {
    document: DocumentTable;
    document_version: DocumentVersionTable;
    document_withdrawal: DocumentWithdrawalTable;
  }
}
