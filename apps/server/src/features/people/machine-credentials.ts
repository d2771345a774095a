import { appendAudit } from '../../platform/audit.ts';
import { toInstant } from '../../platform/clock.ts';
import { hashSecret } from '../../platform/ids.ts';
import { addCredential } from './credentials.ts';
import type { PeopleParts } from './parts.ts';
import { needsSetup } from './people.ts';

const operatorId = 'operator';

/** Makes the token of the machine's own administrator (ENV4) hold, and only that one. */
export async function keepOperatorToken(parts: Pick<PeopleParts, 'store' | 'clock'>, secret: string): Promise<void> {
  const nowMs = parts.clock.now();
  await parts.store.write(async (tx) => {
    const hash = hashSecret(secret);
    const kept = await tx.selectFrom('credential').select('hash').where('principal', '=', operatorId).execute();
    if (kept.length === 1 && kept[0]?.hash === hash) return;
    await tx
      .insertInto('principal')
      .values({
        id: operatorId,
        kind: 'token',
        name: 'Operator',
        role: 'administrator',
        projects: null,
        costs: 1,
        login: null,
        password: null,
        disabled_at: null,
        created_at: toInstant(nowMs),
      })
      .onConflict((oc) => oc.column('id').doNothing())
      .execute();
    await tx.deleteFrom('credential').where('principal', '=', operatorId).execute();
    await addCredential(tx, { secret, kind: 'token', principal: operatorId, nowMs, ttlMs: null });
    await appendAudit(tx, {
      atMs: nowMs,
      actor: 'system',
      action: 'operator-token.keep',
      entity: 'principal',
      entityId: operatorId,
      requestId: null,
    });
  });
}

/**
 * The path of the one-time setup link, or null where an administrator exists. Each call makes the earlier link void,
 * so that a link lost with its terminal locks nobody out. The secret is a fragment: browsers send it to nobody.
 */
export async function createSetupPath(parts: Pick<PeopleParts, 'store' | 'clock' | 'ids'>): Promise<string | null> {
  const secret = parts.ids.createSecret();
  return parts.store.write(async (tx) => {
    if (!(await needsSetup(tx))) return null;
    await tx.deleteFrom('credential').where('kind', '=', 'setup').execute();
    await addCredential(tx, { secret, kind: 'setup', principal: null, nowMs: parts.clock.now(), ttlMs: null });
    return `/manage/setup#${secret}`;
  });
}
