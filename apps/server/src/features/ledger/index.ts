export { stampHeads } from './stamp-heads.ts';
export { createLedger, type Ledger } from './ledger.ts';
export type { SealPace } from './seal-history.ts';
export { createLedgerHandlers } from './ledger-handlers.ts';
export { exportLines, readHead, readNewestRecords } from './read-ledger.ts';
