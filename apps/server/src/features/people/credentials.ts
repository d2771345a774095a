import type { Role } from '@sitecast/contract';
import type { Principal } from '../../platform/caller.ts';
import { toInstant, type Clock } from '../../platform/clock.ts';
import { hashSecret } from '../../platform/ids.ts';
import type { Identified } from '../../platform/identify.ts';
import type { Reader, Tx } from '../../platform/store.ts';
import type { CredentialTable, PrincipalTable } from './tables.ts';

export const sessionTtlMs = 7 * 24 * 3_600_000;
export const invitationTtlMs = 7 * 24 * 3_600_000;

/** Finds the principal behind a secret: it must be of that kind, not run out, and the principal not disabled. */
export async function findByHash(
  db: Reader | Tx,
  hash: string,
  kind: CredentialTable['kind'],
  clock: Clock,
): Promise<Identified | null> {
  const row = await db
    .selectFrom('credential')
    .innerJoin('principal', 'principal.id', 'credential.principal')
    .select(['credential.hash', 'credential.expires_at'])
    .select(['principal.id', 'principal.kind', 'principal.name', 'principal.role', 'principal.projects'])
    .select('principal.costs')
    .where('credential.hash', '=', hash)
    .where('credential.kind', '=', kind)
    .where('principal.disabled_at', 'is', null)
    .executeTakeFirst();
  if (!row || (row.expires_at !== null && row.expires_at <= toInstant(clock.now()))) return null;
  return {
    principal: toPrincipal(row),
    credential: row.hash,
    expiresAtMs: row.expires_at === null ? null : Date.parse(row.expires_at),
  };
}

/** Adds a credential and returns its secret, which is kept nowhere. */
export async function addCredential(
  tx: Tx,
  parts: {
    secret: string;
    kind: CredentialTable['kind'];
    principal: string | null;
    nowMs: number;
    ttlMs: number | null;
  },
): Promise<void> {
  await tx
    .insertInto('credential')
    .values({
      hash: hashSecret(parts.secret),
      kind: parts.kind,
      principal: parts.principal,
      created_at: toInstant(parts.nowMs),
      expires_at: parts.ttlMs === null ? null : toInstant(parts.nowMs + parts.ttlMs),
      last_used_at: null,
    })
    .execute();
}

export function toPrincipal(
  row: Pick<PrincipalTable, 'id' | 'kind' | 'name' | 'role' | 'projects' | 'costs'>,
): Principal {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    role: row.role as Role,
    projects: row.projects === null ? null : (JSON.parse(row.projects) as string[]),
    costs: row.costs === 1,
  };
}
