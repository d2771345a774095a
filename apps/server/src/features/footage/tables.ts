/** A moment that a recorder was told to keep. */
export interface FootagePinTable {
  camera: string;
  /** The code of a milestone. */
  ref: string;
  project: string;
  from_at: string;
  to_at: string;
  told_at: string;
}

/** What a camera's archive keeps and how much of it is open to all; a camera without a row has the default rules. */
export interface FootageRulesTable {
  camera: string;
  /** JSON ArchiveRules. */
  rules: string;
  changed_at: string;
}

declare module '../../platform/database/tables.ts' {
  interface Database {
    footage_pin: FootagePinTable;
    footage_rules: FootageRulesTable;
  }
}
