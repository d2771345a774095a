import { toCanonicalJson } from './canonical.ts';
import { isCount, isFields, isText } from './record.ts';

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
  /** How many time stamps stand beside their heads; left out where there is none. */
  readonly timestamps?: number;
  /** The public keys that signed those checkpoints, in the order of their first use. */
  readonly keys: readonly string[];
}

/** The first line of an export, canonical, without its line end. */
export function toHeaderLine(
  of: Pick<ExportHeader, 'project' | 'records' | 'checkpoints' | 'timestamps' | 'keys'>,
): string {
  const { project, records, checkpoints, timestamps = 0, keys } = of;
  const counts = { records, checkpoints, ...(timestamps > 0 && { timestamps }) };
  return toCanonicalJson({ sitecast: 'ledger', v: 1, algorithm: ledgerAlgorithm, project, ...counts, keys });
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
  const { sitecast, v, algorithm, project, records, checkpoints, timestamps = 0, keys } = value;
  const isShaped =
    sitecast === 'ledger' &&
    v === 1 &&
    algorithm === ledgerAlgorithm &&
    isText(project) &&
    isCount(records) &&
    isCount(checkpoints) &&
    isCount(timestamps) &&
    Array.isArray(keys) &&
    keys.every(isText) &&
    toHeaderLine({ project, records, checkpoints, timestamps, keys }) === line;
  return isShaped ? (value as unknown as ExportHeader) : null;
}
