import { toCanonicalJson } from './canonical.ts';
import { isCount, isFields } from './record.ts';

/** Named in every export, so that a reader of another time knows what to compute. */
export const ledgerAlgorithm = 'RFC8785+SHA-256+Ed25519';

/** The first line of an export. All of it is checked against the lines that follow. */
export interface ExportHeader {
  readonly sitecast: 'ledger';
  readonly v: 1;
  readonly algorithm: typeof ledgerAlgorithm;
  readonly project: string;
  /** How many records follow. */
  readonly records: number;
  /** How many checkpoints stand between them; the last line is one, over the last record. */
  readonly checkpoints: number;
  /** The public keys that signed those checkpoints, in the order of their first use. */
  readonly keys: readonly string[];
}

export function toHeaderLine(of: Pick<ExportHeader, 'project' | 'records' | 'checkpoints' | 'keys'>): string {
  const { project, records, checkpoints, keys } = of;
  return toCanonicalJson({ sitecast: 'ledger', v: 1, algorithm: ledgerAlgorithm, project, records, checkpoints, keys });
}

/** null: the line is no header of an export this version knows. */
export function readHeader(line: string | null): ExportHeader | null {
  let value: unknown;
  try {
    value = line === null ? null : JSON.parse(line);
  } catch {
    return null;
  }
  if (!isFields(value)) return null;
  const { sitecast, v, algorithm, project, records, checkpoints, keys } = value;
  const isShaped =
    sitecast === 'ledger' &&
    v === 1 &&
    algorithm === ledgerAlgorithm &&
    typeof project === 'string' &&
    isCount(records) &&
    isCount(checkpoints) &&
    Array.isArray(keys) &&
    keys.every((key) => typeof key === 'string') &&
    toHeaderLine({ project, records, checkpoints, keys }) === line;
  return isShaped ? (value as unknown as ExportHeader) : null;
}
