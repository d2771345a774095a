import type { LedgerRecord } from '@sitecast/ledger';

/** A record as a row shows it; null where its line cannot be read. */
export interface RecordRow {
  readonly n: number;
  readonly record: LedgerRecord | null;
}

/** The record in a line, for showing; whether it holds is found out elsewhere. */
export function toRecordRow({ n, line }: { n: number; line: string }): RecordRow {
  try {
    const record = JSON.parse(line) as LedgerRecord;
    return { n, record: typeof record.body === 'object' && record.n === n ? record : null };
  } catch {
    return { n, record: null };
  }
}

/** A field of a record's body where it is a text. */
export function readText(record: LedgerRecord, field: string): string | null {
  const value = record.body[field];
  return typeof value === 'string' ? value : null;
}

/** A field of a record's body where it is a number. */
export function readNumber(record: LedgerRecord, field: string): number | null {
  const value = record.body[field];
  return typeof value === 'number' ? value : null;
}
