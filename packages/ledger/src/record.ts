import { toCanonicalJson, type Json } from './canonical.ts';
import { digestText } from './digest.ts';

/** What a record says has happened. */
export const ledgerKinds = [
  'progress-entry',
  'correction',
  'milestone-reached',
  'baseline-revision',
  'evidence',
  'cost-sealed',
  'sign-off',
  'sealed-later',
  'key-changed',
] as const;
export type LedgerKind = (typeof ledgerKinds)[number];

export type LedgerBody = { readonly [key: string]: Json };

/** One link of a project's chain. */
export interface LedgerRecord {
  readonly v: 1;
  readonly project: string;
  /** 1, 2, 3 … without a gap. */
  readonly n: number;
  /** When it was appended (UTC, milliseconds); what it tells may be older. */
  readonly at: string;
  readonly kind: LedgerKind;
  readonly body: LedgerBody;
  /** The hash of record n − 1; zeros before the first. */
  readonly prev: string;
  /** SHA-256 of the canonical JSON of this record without this field. */
  readonly hash: string;
}

export type RecordDraft = Omit<LedgerRecord, 'v' | 'hash'>;

/** What stands where the hash of a record before the first would stand. */
export const genesis = '0'.repeat(64);

/** Closes a record: its hash, and the line of canonical JSON that is kept and exported. */
export async function sealRecord(draft: RecordDraft): Promise<{ record: LedgerRecord; line: string }> {
  const parts = writeParts({ ...draft, v: 1 });
  const hash = await digestText(parts.toPreimage());
  return { record: { ...draft, v: 1, hash }, line: parts.toLine(hash) };
}

/** A record as it was read from a line, with the text its hash is over. */
export interface ReadRecord {
  readonly record: LedgerRecord;
  readonly preimage: string;
  /** Whether the line is, byte for byte, the canonical text of what it says. */
  readonly isCanonical: boolean;
}

/** Reads a parsed line; null where it is no record. The hash is not checked here. */
export function readRecord(value: unknown, line: string): ReadRecord | null {
  if (!isRecord(value)) return null;
  try {
    const parts = writeParts(value);
    return { record: value, preimage: parts.toPreimage(), isCanonical: parts.toLine(value.hash) === line };
  } catch {
    return null;
  }
}

/** The keys stand in canonical order; the body, which is most of the work, is written once for both texts. */
function writeParts(record: Omit<LedgerRecord, 'hash'>): { toPreimage(): string; toLine(hash: string): string } {
  const start = `{"at":${toCanonicalJson(record.at)},"body":${toCanonicalJson(record.body)},`;
  const end =
    `"kind":${toCanonicalJson(record.kind)},"n":${record.n},"prev":${toCanonicalJson(record.prev)},` +
    `"project":${toCanonicalJson(record.project)},"v":${record.v}}`;
  return { toPreimage: () => start + end, toLine: (hash) => `${start}"hash":"${hash}",${end}` };
}

const hashShape = /^[0-9a-f]{64}$/;
const instantShape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const kinds: ReadonlySet<string> = new Set(ledgerKinds);

/** A hash as this product writes it: 64 lower-case hex digits. */
export function isHash(value: unknown): value is string {
  return typeof value === 'string' && hashShape.test(value);
}

/** An instant as this product writes it: ISO 8601 in UTC, with milliseconds. */
export function isInstant(value: unknown): value is string {
  return typeof value === 'string' && instantShape.test(value);
}

/** A whole number from 0 that a double holds exactly. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** A text that can stand in an export at all: a lone surrogate, which JSON can escape, has no UTF-8. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value.isWellFormed();
}

/** An object of named fields: no list, not null. */
export function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRecord(value: unknown): value is LedgerRecord {
  if (!isFields(value) || Object.keys(value).length !== 8) return false;
  const { v, project, n, at, kind, body, prev, hash } = value;
  return (
    v === 1 &&
    typeof project === 'string' &&
    isCount(n) &&
    n > 0 &&
    isInstant(at) &&
    typeof kind === 'string' &&
    kinds.has(kind) &&
    isFields(body) &&
    isHash(prev) &&
    isHash(hash)
  );
}
