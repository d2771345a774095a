import { toCanonicalJson } from './canonical.ts';
import { isCount, isFields, isHash, isInstant, isText } from './record.ts';
import type { SigningKey } from './signing-key.ts';

/** A signature over the head of a chain: through the chain it covers every record up to `n`. */
export interface Checkpoint {
  readonly v: 1;
  readonly project: string;
  readonly n: number;
  /** The hash of record n. */
  readonly hash: string;
  /** When it was signed. */
  readonly at: string;
  /** The public key that signed. */
  readonly key: string;
  readonly signature: string;
}

export type CheckpointDraft = Pick<Checkpoint, 'project' | 'n' | 'hash' | 'at'>;

/** Signs a head. */
export async function signCheckpoint(key: SigningKey, draft: CheckpointDraft): Promise<Checkpoint> {
  const unsigned = { ...draft, v: 1 as const, key: key.publicKey };
  return { ...unsigned, signature: await key.sign(toSignedText(unsigned)) };
}

/** The text that is signed. It names what it is, so that no other text of ours can pass for it. */
export function toSignedText({ v, project, n, hash, at, key }: Omit<Checkpoint, 'signature'>): string {
  return toCanonicalJson({ v, project, n, hash, at, key, says: 'sitecast ledger head' });
}

/** The line of an export. */
export function toCheckpointLine({ v, project, n, hash, at, key, signature }: Checkpoint): string {
  return toCanonicalJson({ v, project, n, hash, at, key, signature });
}

/** Reads a parsed value; null where it is no checkpoint. The signature is not checked here. */
export function readCheckpoint(value: unknown): Checkpoint | null {
  if (!isFields(value) || Object.keys(value).length !== 7) return null;
  const { v, project, n, hash, at, key, signature } = value;
  const isShaped =
    v === 1 &&
    isText(project) &&
    isCount(n) &&
    n > 0 &&
    isHash(hash) &&
    isInstant(at) &&
    isText(key) &&
    isText(signature);
  return isShaped ? { v, project, n, hash, at, key, signature } : null;
}
