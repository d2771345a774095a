import { createChainCheck, type ChainCheck, type CheckedLine } from './chain-check.ts';
import { readCheckpoint, toCheckpointLine, toSignedText, type Checkpoint } from './checkpoint.ts';
import { digestText } from './digest.ts';
import { readHeader, type ExportHeader } from './export-header.ts';
import type { KnownHead, LedgerFault } from './fault.ts';
import { openStamp, readStamp, toStampLine } from './head-stamp.ts';
import type { Line } from './line-reader.ts';
import { isFields, readRecord, type LedgerRecord } from './record.ts';
import { createSignatureCheck, Ed25519Missing, type SignatureCheck } from './signing-key.ts';

export interface VerifyOptions {
  /** A head kept from earlier: it must still stand in the chain. */
  readonly known?: KnownHead | null;
  /** The public key one trusts; null: whichever the export names (which proves only that nothing changed since). */
  readonly expectedKey?: string | null;
  /** Told after each batch, with the records that held so far in it. */
  readonly onBatch?: (done: { records: number; total: number; batch: readonly LedgerRecord[] }) => void;
}

/** What a check found. */
export interface LedgerReport {
  readonly project: string | null;
  /** null: all of it holds. */
  readonly fault: LedgerFault | null;
  readonly records: number;
  readonly checkpoints: number;
  /** Good signatures cover the records up to this one. */
  readonly covered: number;
  readonly head: KnownHead | null;
  /** The newest head that an authority outside has stamped, and when; the authority's own signature is not judged here. */
  readonly stamped: { readonly n: number; readonly at: string; readonly authority: string } | null;
  readonly keys: readonly string[];
  /** false: there is no Ed25519 here; the chain was checked, its signatures were not. */
  readonly signaturesChecked: boolean;
}

/**
 * Checks an export, batch by batch: each record's bytes against its hash, each hash against the next record, the
 * signatures over it all, and a head that was kept. While the digests of one batch are computed the next is read.
 */
export async function verifyLedger(
  batches: AsyncIterable<readonly Line[]>,
  options: VerifyOptions = {},
): Promise<LedgerReport> {
  let header: ExportHeader | null = null;
  let keys: KeyRing | null = null;
  let check: ChainCheck | null = null;
  let pending: Promise<CheckedLine[]> | null = null;

  const settle = async (): Promise<boolean> => {
    if (pending === null || check === null || header === null) return true;
    const batch: LedgerRecord[] = [];
    let goesOn = true;
    for (const line of await pending) {
      const before = check.records;
      goesOn = check.take(line);
      if (!goesOn) break;
      if (line.type === 'record' && check.records > before) batch.push(line.read.record);
    }
    options.onBatch?.({ records: check.records, total: header.records, batch });
    return goesOn;
  };

  for await (const batch of batches) {
    let lines = batch;
    if (header === null || keys === null) {
      header = readHeader(batch[0] ?? null);
      if (header === null) break;
      keys = await openKeys(header.keys);
      check = createChainCheck(header, options.known ?? null);
      lines = batch.slice(1);
    }
    const prepared = prepareLines(lines, keys);
    if (!(await settle())) {
      pending = null;
      await prepared;
      break;
    }
    pending = prepared;
  }
  await settle();
  if (header === null || check === null || keys === null) return unreadableHeader;
  check.finish();
  const { expectedKey = null } = options;
  const isForeignKey = expectedKey !== null && header.keys.some((key) => key !== expectedKey);
  return {
    project: header.project,
    fault: check.fault ?? (isForeignKey ? { why: 'unknown-key', n: null, from: null, line: 1 } : null),
    records: check.records,
    checkpoints: check.checkpoints,
    covered: check.covered,
    head: check.head,
    stamped: check.stamped,
    keys: header.keys,
    signaturesChecked: keys.isSupported,
  };
}

const unreadableHeader: LedgerReport = {
  project: null,
  fault: { why: 'header', n: null, from: null, line: 1 },
  records: 0,
  checkpoints: 0,
  covered: 0,
  head: null,
  stamped: null,
  keys: [],
  signaturesChecked: true,
};

interface KeyRing {
  readonly isSupported: boolean;
  readonly checks: ReadonlyMap<string, SignatureCheck>;
}

async function openKeys(publicKeys: readonly string[]): Promise<KeyRing> {
  const checks = new Map<string, SignatureCheck>();
  try {
    for (const publicKey of publicKeys) {
      const check = await createSignatureCheck(publicKey);
      if (check !== null) checks.set(publicKey, check);
    }
  } catch (error) {
    if (error instanceof Ed25519Missing) return { isSupported: false, checks };
    throw error;
  }
  return { isSupported: true, checks };
}

/** Parses a batch at once and lets the digests and signatures of it be computed side by side. */
function prepareLines(lines: readonly Line[], keys: KeyRing): Promise<CheckedLine[]> {
  return Promise.all(lines.map((line) => prepareLine(line, keys)));
}

async function prepareLine(line: Line, keys: KeyRing): Promise<CheckedLine> {
  const value = parseLine(line);
  if (line === null || !isFields(value)) return { type: 'unreadable', isCheckpoint: false };
  if ('signature' in value) {
    const checkpoint = readCheckpoint(value);
    const isWhole = checkpoint !== null && toCheckpointLine(checkpoint) === line;
    return isWhole ? prepareCheckpoint(checkpoint, keys) : { type: 'unreadable', isCheckpoint: true };
  }
  if ('token' in value) {
    const stamp = readStamp(value);
    const isWhole = stamp !== null && toStampLine(stamp) === line;
    return isWhole
      ? { type: 'stamp', stamp, at: openStamp(stamp)?.at ?? null }
      : { type: 'unreadable', isCheckpoint: true };
  }
  const read = readRecord(value, line);
  if (read === null) return { type: 'unreadable', isCheckpoint: false };
  return { type: 'record', read, computed: await digestText(read.preimage) };
}

async function prepareCheckpoint(checkpoint: Checkpoint, keys: KeyRing): Promise<CheckedLine> {
  if (!keys.isSupported) return { type: 'checkpoint', checkpoint, isSigned: null };
  const check = keys.checks.get(checkpoint.key);
  const isSigned = check !== undefined && (await check(toSignedText(checkpoint), checkpoint.signature));
  return { type: 'checkpoint', checkpoint, isSigned };
}

function parseLine(line: Line): unknown {
  try {
    return line === null ? null : JSON.parse(line);
  } catch {
    return null;
  }
}
