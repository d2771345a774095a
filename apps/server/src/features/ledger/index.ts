export { createLedger } from './ledger.ts';
export { createLedgerHandlers } from './ledger-handlers.ts';
export { exportLines, readNewestRecords } from './read-ledger.ts';
