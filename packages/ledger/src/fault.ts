/** Why a chain does not hold. One word each; what they mean to people is written where they are shown. */
export const faultReasons = [
  /** The first line is no header of a version this one knows. */
  'header',
  /** A line is no record and no checkpoint: cut off, not UTF-8, not JSON, a field too few or too many. */
  'unreadable',
  /** What the record says is not what its hash was made of, or its bytes are not the canonical ones. */
  'changed',
  /** The record belongs to another project's chain. */
  'foreign',
  /** The record with this number is not there. */
  'missing',
  /** The record is there, but not in its place. */
  'reordered',
  /** The record stands there twice. */
  'doubled',
  /** Two different records have this number. */
  'forked',
  /** The record does not follow from the one before it. */
  'wrong-prev',
  /** The record was exchanged for another one whose own hash fits; the signed records after it tell. */
  'replaced',
  /** Records up to this number were written anew: the signed head is over another history. */
  'rewritten',
  /** A signature was not made by the key that the checkpoint names. */
  'bad-signature',
  /** The chain does not end in a signature, or a signature is missing. */
  'unsigned',
  /** A time stamp is not over the head it stands beside. */
  'bad-timestamp',
  /** A checkpoint names a key that is not the expected one. */
  'unknown-key',
  /** The chain ends before a head that was seen earlier. */
  'shortened',
] as const;
export type FaultReason = (typeof faultReasons)[number];

/** The first thing that does not hold. */
export interface LedgerFault {
  readonly why: FaultReason;
  /** The record it is about; null where it is about none (an unreadable header). */
  readonly n: number | null;
  /** Where a signature shows that something between two numbers is wrong: the first that may be meant. */
  readonly from: number | null;
  /** The line of the export, counted from 1. */
  readonly line: number;
}

/** A head that somebody kept: printed in a report, or seen at an earlier visit. */
export interface KnownHead {
  readonly n: number;
  readonly hash: string;
}
