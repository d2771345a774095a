/** A project's chain. `line` is the record as it is hashed, exported and checked; nothing is made from it anew. */
export interface LedgerRecordTable {
  project: string;
  n: number;
  /** Which row it seals, `entry:…`, `baseline:1`: once each. */
  subject: string;
  hash: string;
  line: string;
}
/** A signature over the head, made in the transaction that appended up to it. */
export interface LedgerCheckpointTable {
  project: string;
  n: number;
  hash: string;
  at: string;
  /** The day of the site. */
  day: string;
  key: string;
  signature: string;
}
/** A time stamp (RFC 3161) of a head, by an authority outside. */
export interface LedgerTimestampTable {
  project: string;
  n: number;
  hash: string;
  /** When the authority says that it saw the head. */
  at: string;
  authority: string;
  /** DER, base64. */
  token: string;
}
/** What a commitment in a record is over. Never public. */
export interface LedgerOpeningTable {
  project: string;
  n: number;
  field: string;
  salt: string;
  /** Canonical JSON. */
  content: string;
}

declare module '../../platform/database/tables.ts' {
  interface Database {
    ledger_record: LedgerRecordTable;
    ledger_checkpoint: LedgerCheckpointTable;
    ledger_opening: LedgerOpeningTable;
    ledger_timestamp: LedgerTimestampTable;
  }
}
