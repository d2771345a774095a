import { Refusal } from '@sitecast/contract';
import { appendAudit } from '../../platform/audit.ts';
import type { HandlersOf } from '../../platform/call.ts';
import { toInstant } from '../../platform/clock.ts';
import { addCredential, invitationTtlMs } from './credentials.ts';
import type { PeopleParts } from './parts.ts';
import { listPeople, toPersonView } from './people.ts';
import type { PrincipalTable } from './tables.ts';

export function createPeopleHandlers(
  parts: PeopleParts,
): HandlersOf<'people.list' | 'person.invite' | 'person.change'> {
  const { store, clock, ids } = parts;
  return {
    'people.list': async () => ({ items: await listPeople(store.db) }),

    'person.invite': async (call) => {
      const { name, login, role, projects, costs } = call.body;
      const secret = ids.createSecret();
      const person = await store.write(async (tx) => {
        const nowMs = clock.now();
        const other = await tx.selectFrom('principal').selectAll().where('login', '=', login).executeTakeFirst();
        if (other?.password != null || other?.disabled_at != null) throw new Refusal('person.exists');
        // Inviting again somebody who has not accepted yet replaces the link.
        if (other) await tx.deleteFrom('credential').where('principal', '=', other.id).execute();
        const row: PrincipalTable = {
          id: other?.id ?? ids.createId(),
          kind: 'person',
          name,
          role,
          projects: projects && JSON.stringify(projects),
          costs: costs ? 1 : 0,
          login,
          password: null,
          disabled_at: null,
          created_at: other?.created_at ?? toInstant(nowMs),
        };
        await tx
          .insertInto('principal')
          .values(row)
          .onConflict((oc) => oc.column('id').doUpdateSet({ name, role, projects: row.projects, costs: row.costs }))
          .execute();
        await addCredential(tx, { secret, kind: 'invitation', principal: row.id, nowMs, ttlMs: invitationTtlMs });
        await appendAudit(tx, {
          atMs: nowMs,
          actor: call.caller.principal?.id ?? 'visitor',
          action: 'person.invite',
          entity: 'principal',
          entityId: row.id,
          requestId: call.requestId,
          detail: { role, projects, costs },
        });
        return toPersonView(row);
      });
      return { person, invitationPath: `/manage/invitation#${secret}` };
    },

    'person.change': async (call) => {
      const { disabled, costs } = call.body;
      const id = call.params.person;
      if (disabled && id === call.caller.principal?.id) {
        throw new Refusal('request.invalid', { fields: [{ field: 'disabled', message: 'cannot be yourself' }] });
      }
      const person = await store.write(async (tx) => {
        const nowMs = clock.now();
        const row = await tx
          .updateTable('principal')
          .set({
            ...(disabled !== undefined && { disabled_at: disabled ? toInstant(nowMs) : null }),
            ...(costs !== undefined && { costs: costs ? 1 : 0 }),
          })
          .where('id', '=', id)
          .where('kind', '=', 'person')
          .returningAll()
          .executeTakeFirst();
        if (!row) throw new Refusal('request.not-found');
        if (disabled) await tx.deleteFrom('credential').where('principal', '=', id).execute();
        await appendAudit(tx, {
          atMs: nowMs,
          actor: call.caller.principal?.id ?? 'visitor',
          action: disabled === undefined ? 'person.grant' : disabled ? 'person.disable' : 'person.enable',
          entity: 'principal',
          entityId: id,
          requestId: call.requestId,
        });
        return toPersonView(row);
      });
      if (disabled) parts.onAccessChange({ principal: id });
      return person;
    },
  };
}
