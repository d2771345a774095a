import {
  commitTo,
  genesis,
  sealRecord,
  signCheckpoint,
  toCanonicalJson,
  type Json,
  type LedgerBody,
  type LedgerKind,
  type SigningKey,
} from '@sitecast/ledger';
import { toLocalDate } from '@sitecast/progress';
import { toInstant, type Clock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/store.ts';

/** What is to be sealed. */
export interface LedgerDraft {
  readonly kind: LedgerKind;
  /** Which row it seals. */
  readonly subject: string;
  /** Everyone may read it: allow-listed fields, no money, no person, no free text (LEDGER6). */
  readonly body: LedgerBody;
  /** What only a commitment may tell of, by field; null: there is nothing. */
  readonly sealed: Readonly<Record<string, Json>>;
}

export interface ChainParts {
  readonly clock: Clock;
  readonly key: SigningKey;
  /** 32 random bytes as hex digits. */
  readonly createSalt: () => string;
}

/** An export carries a signature after at most so many records; a longer batch is signed on the way. */
export const recordsPerSignature = 64;

/**
 * Appends to a project's chain and signs the new head, in the transaction of the rows that are sealed: neither is ever
 * there without the other (LEDGER4). The database's one writer keeps two appends from taking one number.
 */
export async function appendRecords(
  tx: Tx,
  parts: ChainParts,
  project: string,
  drafts: readonly LedgerDraft[],
): Promise<void> {
  if (drafts.length === 0) return;
  const at = toInstant(parts.clock.now());
  const { zone } = await tx.selectFrom('project').select('zone').where('code', '=', project).executeTakeFirstOrThrow();
  const last = await tx
    .selectFrom('ledger_record')
    .select(['n', 'hash'])
    .where('project', '=', project)
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst();
  const all = [...(await findKeyChange(tx, parts.key, project)), ...drafts];
  let n = last?.n ?? 0;
  let prev = last?.hash ?? genesis;
  for (const [index, draft] of all.entries()) {
    n += 1;
    prev = await appendRecord(tx, parts, { ...draft, project, n, prev, at });
    if ((index + 1) % recordsPerSignature !== 0 && index + 1 !== all.length) continue;
    const { hash, key, signature } = await signCheckpoint(parts.key, { project, n, hash: prev, at });
    const day = toLocalDate(at, zone);
    await tx.insertInto('ledger_checkpoint').values({ project, n, hash, at, day, key, signature }).execute();
  }
}

async function appendRecord(
  tx: Tx,
  parts: ChainParts,
  draft: LedgerDraft & { project: string; n: number; prev: string; at: string },
): Promise<string> {
  const { project, n, prev, at, kind, subject } = draft;
  const openings = [];
  const commitments: Record<string, string> = {};
  for (const [field, content] of Object.entries(draft.sealed)) {
    if (content === null) continue;
    const salt = parts.createSalt();
    commitments[field] = await commitTo({ field, salt, content });
    openings.push({ project, n, field, salt, content: toCanonicalJson(content) });
  }
  const body = { ...draft.body, ...(openings.length > 0 && { sealed: commitments }) };
  const { record, line } = await sealRecord({ project, n, at, kind, body, prev });
  await tx.insertInto('ledger_record').values({ project, n, subject, hash: record.hash, line }).execute();
  if (openings.length > 0) await tx.insertInto('ledger_opening').values(openings).execute();
  return record.hash;
}

/** A chain that another key has signed so far says first that it goes on with a new one. */
async function findKeyChange(tx: Tx, key: SigningKey, project: string): Promise<LedgerDraft[]> {
  const newest = await tx
    .selectFrom('ledger_checkpoint')
    .select(['key', 'n'])
    .where('project', '=', project)
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!newest || newest.key === key.publicKey) return [];
  const body = { from: newest.key, to: key.publicKey };
  return [{ kind: 'key-changed', subject: `key:${newest.n}`, body, sealed: {} }];
}
