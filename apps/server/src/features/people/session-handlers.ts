import { Refusal } from '@sitecast/contract';
import { appendAudit } from '../../platform/audit.ts';
import type { Call, HandlersOf } from '../../platform/call.ts';
import type { Principal } from '../../platform/caller.ts';
import { toInstant } from '../../platform/clock.ts';
import { hashSecret } from '../../platform/ids.ts';
import type { Tx } from '../../platform/store.ts';
import { addCredential, sessionTtlMs, toPrincipal } from './credentials.ts';
import { hashPassword, verifyPassword } from './password.ts';
import type { PeopleParts } from './parts.ts';
import { findInvitation, needsSetup, toSessionView } from './people.ts';

type SessionRoutes = 'setup.finish' | 'session.create' | 'session.read' | 'session.end' | 'invitation.accept';
type SessionCall = Pick<Call<SessionRoutes>, 'caller' | 'cookie' | 'requestId'>;

export function createSessionHandlers(parts: PeopleParts): HandlersOf<SessionRoutes> {
  const { store, clock, ids, limits } = parts;

  /** A new session at every sign-in; the one the request came with ends, so that none can be planted. */
  const startSession = async (tx: Tx, call: SessionCall, principal: Principal) => {
    if (call.caller.credential !== null) {
      await tx
        .deleteFrom('credential')
        .where('hash', '=', call.caller.credential)
        .where('kind', '=', 'session')
        .execute();
    }
    const secret = ids.createSecret();
    const nowMs = clock.now();
    await addCredential(tx, { secret, kind: 'session', principal: principal.id, nowMs, ttlMs: sessionTtlMs });
    return { secret, principal, expiresAtMs: nowMs + sessionTtlMs };
  };
  const finish = (call: SessionCall, started: { secret: string; principal: Principal; expiresAtMs: number }) => {
    call.cookie.set(started.secret, started.expiresAtMs);
    if (call.caller.credential !== null) parts.onAccessChange({ credential: call.caller.credential });
    const view = toSessionView(started);
    if (!view) throw new Error('a started session has a principal');
    return view;
  };
  const audit = (tx: Tx, call: SessionCall, actor: string, action: string) =>
    appendAudit(tx, {
      atMs: clock.now(),
      actor,
      action,
      entity: 'principal',
      entityId: actor,
      requestId: call.requestId,
    });

  return {
    'setup.finish': async (call) => {
      await limits.takeLink(call.caller.address);
      const { token, name, login, password } = call.body;
      if (!(await needsSetup(store.db))) throw new Refusal('setup.done');
      const kept = await hashPassword(password);
      const started = await store.write(async (tx) => {
        if (!(await needsSetup(tx))) throw new Refusal('setup.done');
        const used = await tx
          .deleteFrom('credential')
          .where('hash', '=', hashSecret(token))
          .where('kind', '=', 'setup')
          .executeTakeFirst();
        if (used.numDeletedRows !== 1n)
          throw new Refusal('permission.denied', { detail: 'the link is not the printed one' });
        const principal: Principal = {
          id: ids.createId(),
          kind: 'person',
          name,
          role: 'administrator',
          projects: null,
          costs: true,
        };
        await tx
          .insertInto('principal')
          .values({
            ...principal,
            projects: null,
            costs: 1,
            login,
            password: kept,
            disabled_at: null,
            created_at: toInstant(clock.now()),
          })
          .execute();
        await audit(tx, call, principal.id, 'setup.finish');
        return startSession(tx, call, principal);
      });
      return finish(call, started);
    },

    'session.create': async (call) => {
      const { login, password } = call.body;
      const release = await limits.takeSignIn(call.caller.address, login);
      const row = await store.db
        .selectFrom('principal')
        .selectAll()
        .where('login', '=', login)
        .where('disabled_at', 'is', null)
        .executeTakeFirst();
      const matches = await verifyPassword(password, row?.password ?? null);
      if (!row || !matches) throw new Refusal('session.wrong-login');
      await release();
      const started = await store.write(async (tx) => {
        await audit(tx, call, row.id, 'session.create');
        return startSession(tx, call, toPrincipal(row));
      });
      return finish(call, started);
    },

    'session.read': async (call) => {
      const view = toSessionView(call.caller);
      if (!view) throw new Refusal('session.required');
      return view;
    },

    'session.end': async (call) => {
      const { credential, principal } = call.caller;
      if (credential === null || !principal) throw new Refusal('session.required');
      await store.write(async (tx) => {
        await tx.deleteFrom('credential').where('hash', '=', credential).where('kind', '=', 'session').execute();
        await audit(tx, call, principal.id, 'session.end');
      });
      call.cookie.clear();
      parts.onAccessChange({ credential });
      return null;
    },

    'invitation.accept': async (call) => {
      await limits.takeLink(call.caller.address);
      const { token, password } = call.body;
      if (!(await findInvitation(store.db, token, clock))) throw new Refusal('invitation.gone');
      const kept = await hashPassword(password);
      const started = await store.write(async (tx) => {
        const person = await findInvitation(tx, token, clock);
        if (!person) throw new Refusal('invitation.gone');
        await tx.deleteFrom('credential').where('principal', '=', person.id).where('kind', '=', 'invitation').execute();
        const row = await tx
          .updateTable('principal')
          .set({ password: kept })
          .where('id', '=', person.id)
          .returningAll()
          .executeTakeFirstOrThrow();
        await audit(tx, call, person.id, 'invitation.accept');
        return startSession(tx, call, toPrincipal(row));
      });
      return finish(call, started);
    },
  };
}
