export { createLedger } from './ledger.ts';
export { createLedgerHandlers } from './ledger-handlers.ts';
export { exportLines } from './read-ledger.ts';
