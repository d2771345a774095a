import type { Checkpoint } from './checkpoint.ts';
import type { ExportHeader } from './export-header.ts';
import type { HeadStamp } from './head-stamp.ts';
import type { FaultReason, KnownHead, LedgerFault } from './fault.ts';
import { genesis, type ReadRecord } from './record.ts';

/** What is known of one line once its digest or signature was computed. */
export type CheckedLine =
  | { readonly type: 'record'; readonly read: ReadRecord; readonly computed: string }
  /** `isSigned` is null where this browser cannot check signatures. */
  | { readonly type: 'checkpoint'; readonly checkpoint: Checkpoint; readonly isSigned: boolean | null }
  /** `at` is null where the token is not over the head's hash. */
  | { readonly type: 'stamp'; readonly stamp: HeadStamp; readonly at: string | null }
  | { readonly type: 'unreadable'; readonly isCheckpoint: boolean };

/** Follows a chain line by line and keeps the first fault. Pure: digests and signatures come in computed. */
export interface ChainCheck {
  readonly fault: LedgerFault | null;
  readonly records: number;
  readonly checkpoints: number;
  /** The newest head that an authority outside has stamped, and when. */
  readonly stamped: { readonly n: number; readonly at: string; readonly authority: string } | null;
  /** The highest record that a good signature covers. */
  readonly covered: number;
  readonly head: KnownHead | null;
  /** Goes on after a fault only as far as the rest tells more about it; false: enough was seen. */
  take(line: CheckedLine): boolean;
  finish(): void;
}

/**
 * Checks the lines of an export one after the other, in memory that does not grow with them but by a hash a record. `known`:
 * the head that the asker kept from another time; a chain that lacks it was forked or cut.
 */
export function createChainCheck(header: ExportHeader, known: KnownHead | null): ChainCheck {
  const hashes: string[] = [genesis];
  const keys: string[] = [];
  let lines = 1;
  let checkpoints = 0;
  let covered = 0;
  let stamps = 0;
  let stamped: ChainCheck['stamped'] = null;
  let lastIsCheckpoint = false;
  let fault: LedgerFault | null = null;
  /** A fault that later lines may name better. */
  let suspect: LedgerFault | null = null;

  const fail = (why: FaultReason, n: number | null, from: number | null = null): void => {
    fault ??= suspect ?? { why, n, from, line: lines };
    suspect = null;
  };
  const suspectThat = (why: FaultReason, n: number): void => {
    suspect ??= { why, n, from: null, line: lines };
  };
  const next = (): number => hashes.length;

  const takeRecord = ({ record, isCanonical }: ReadRecord, computed: string): void => {
    const isChanged = computed !== record.hash || !isCanonical;
    if (suspect?.why === 'missing') {
      // Everything after a hole is only looked through for the record that is not in its place.
      if (record.n === suspect.n && !isChanged) {
        suspect = { ...suspect, why: 'reordered' };
        fail('reordered', suspect.n);
      }
      return;
    }
    if (isChanged) return fail('changed', next());
    if (record.project !== header.project) return fail('foreign', next());
    if (record.n < next()) return fail(hashes[record.n] === record.hash ? 'doubled' : 'forked', record.n);
    if (record.n > next()) return suspectThat('missing', next());
    if (record.prev !== hashes[record.n - 1]) suspectThat('wrong-prev', record.n);
    hashes.push(record.hash);
  };

  const takeCheckpoint = (checkpoint: Checkpoint, isSigned: boolean | null): void => {
    if (suspect?.why === 'missing') return;
    const { n, key, hash, project } = checkpoint;
    if (!header.keys.includes(key)) return fail('unknown-key', n);
    if (!keys.includes(key)) keys.push(key);
    if (isSigned === false) return fail('bad-signature', n);
    if (project !== header.project) return fail('foreign', n);
    if (n !== next() - 1) return n < next() ? fail('reordered', n) : suspectThat('missing', next());
    if (hash !== hashes[n]) return fail('rewritten', n, covered + 1);
    if (suspect !== null && suspect.n !== null && isSigned) {
      // What follows the break is signed, so what stands before it is not what was there when it was signed.
      if (suspect.n > 1) suspect = { ...suspect, why: 'replaced', n: suspect.n - 1 };
      return fail('replaced', suspect.n);
    }
    if (isSigned) covered = n;
    checkpoints += 1;
  };

  /** Beside the head it is over: the checkpoint right before it. */
  const takeStamp = ({ n, hash, project, authority }: HeadStamp, at: string | null): void => {
    if (suspect?.why === 'missing') return;
    if (project !== header.project) return fail('foreign', n);
    if (at === null || n !== next() - 1 || hash !== hashes[n]) return fail('bad-timestamp', n);
    stamped = { n, at, authority };
    stamps += 1;
  };

  return {
    get fault() {
      return fault;
    },
    get records() {
      return hashes.length - 1;
    },
    get checkpoints() {
      return checkpoints;
    },
    get stamped() {
      return stamped;
    },
    get covered() {
      return covered;
    },
    get head() {
      const n = hashes.length - 1;
      return n === 0 ? null : { n, hash: hashes[n] ?? genesis };
    },
    take: (line) => {
      lines += 1;
      // A stamp stands beside its checkpoint, so that the last line may be one.
      if (line.type !== 'stamp') lastIsCheckpoint = line.type === 'checkpoint';
      if (line.type === 'record') takeRecord(line.read, line.computed);
      else if (line.type === 'checkpoint') takeCheckpoint(line.checkpoint, line.isSigned);
      else if (line.type === 'stamp') takeStamp(line.stamp, line.at);
      else if (suspect?.why !== 'missing') fail('unreadable', line.isCheckpoint ? next() - 1 : next());
      return fault === null;
    },
    finish: () => {
      if (fault !== null) return;
      if (suspect !== null) return fail(suspect.why, suspect.n);
      const n = next() - 1;
      if (n < header.records) return fail('missing', next());
      if (n > header.records) return fail('header', n);
      if (known !== null && known.n > n) return fail('shortened', next());
      if (known !== null && hashes[known.n] !== known.hash) return fail('rewritten', known.n, 1);
      if (n > 0 && !lastIsCheckpoint) return fail('unsigned', n, covered + 1);
      if (checkpoints !== header.checkpoints) return fail('unsigned', null);
      if (stamps !== (header.timestamps ?? 0)) return fail('header', null);
      if (keys.join() !== header.keys.join()) return fail('header', null);
    },
  };
}
