import { signCheckpoint, toCheckpointLine } from '../checkpoint.ts';
import { toHeaderLine } from '../export-header.ts';
import { genesis, sealRecord, type LedgerBody, type LedgerRecord } from '../record.ts';
import { createKeyText, readSigningKey, type SigningKey } from '../signing-key.ts';
import type { Line } from '../line-reader.ts';

export interface MadeExport {
  readonly key: SigningKey;
  readonly records: LedgerRecord[];
  /** Without the line feeds. */
  readonly lines: string[];
}

/** A whole export with a checkpoint after every `every` records and after the last. */
export async function makeExport(options: {
  records: number;
  every?: number;
  key?: SigningKey;
  bodyOf?: (n: number) => LedgerBody;
}): Promise<MadeExport> {
  const { records: count, every = 64, bodyOf = toBody } = options;
  const key = options.key ?? (await readSigningKey(await createKeyText()));
  const records: LedgerRecord[] = [];
  const lines: string[] = [];
  let prev = genesis;
  let checkpoints = 0;
  for (let n = 1; n <= count; n += 1) {
    const at = new Date(Date.UTC(2026, 10, 1) + n * 1_000).toISOString();
    const draft = { project: 'k-park', n, at, kind: 'progress-entry' as const, body: bodyOf(n), prev };
    const { record, line } = await sealRecord(draft);
    records.push(record);
    lines.push(line);
    prev = record.hash;
    if (n % every !== 0 && n !== count) continue;
    checkpoints += 1;
    lines.push(toCheckpointLine(await signCheckpoint(key, { project: 'k-park', n, hash: prev, at })));
  }
  const keys = checkpoints > 0 ? [key.publicKey] : [];
  return { key, records, lines: [toHeaderLine({ project: 'k-park', records: count, checkpoints, keys }), ...lines] };
}

function toBody(n: number): LedgerBody {
  return {
    item: `M${(n % 13) + 1}`,
    percentBp: (n * 37) % 10_001,
    note: n % 3 === 0 ? 'Бетон құйылды — ё 한 中 😀' : null,
  };
}

/** The bytes of an export file. */
export function toFile(lines: readonly string[]): Uint8Array {
  return new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''));
}

/** A file as it comes from a disk or a line: in pieces. */
export async function* inPieces(bytes: Uint8Array, pieceBytes = 1_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

export async function* inOneBatch(lines: readonly Line[]): AsyncGenerator<readonly Line[]> {
  yield lines;
}
