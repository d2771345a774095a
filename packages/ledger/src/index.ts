export { toCanonicalJson, type Json } from './canonical.ts';
export { digestText, toHex } from './digest.ts';
export {
  genesis,
  isHash,
  ledgerKinds,
  sealRecord,
  type LedgerBody,
  type LedgerKind,
  type LedgerRecord,
  type RecordDraft,
} from './record.ts';
export { createKeyText, readSigningKey, type SigningKey } from './signing-key.ts';
export { signCheckpoint, toCheckpointLine, type Checkpoint } from './checkpoint.ts';
export { DerFault } from './der.ts';
export { openStamp, toStampLine, type HeadStamp } from './head-stamp.ts';
export { readTimestampReply, toNonceText, toTimestampQuery } from './timestamp.ts';
export { ledgerAlgorithm, toHeaderLine } from './export-header.ts';
export { digestWeights } from './weights.ts';
export { commitTo } from './commitment.ts';
export { readLines } from './line-reader.ts';
export { faultReasons, type FaultReason, type KnownHead, type LedgerFault } from './fault.ts';
export { createShownCheck, type ShownFault, type ShownItem, type ShownProject } from './shown-check.ts';
export { verifyLedger, type LedgerReport } from './verify.ts';
