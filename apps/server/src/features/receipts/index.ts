export { createReceiptHandlers } from './receipt-handlers.ts';
export type { ReceiptParts } from './parts.ts';
export { readSheetReceipt } from './read-sheet-receipt.ts';
