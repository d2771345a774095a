import { can, type Action, type PersonView, type SessionView } from '@sitecast/contract';
import type { Caller } from '../../platform/caller.ts';
import { toInstant, type Clock } from '../../platform/clock.ts';
import { hashSecret } from '../../platform/ids.ts';
import type { Reader, Tx } from '../../platform/store.ts';
import { toPrincipal } from './credentials.ts';
import type { PrincipalTable } from './tables.ts';

/** Whether the first administrator is still to be made. */
export async function needsSetup(db: Reader | Tx): Promise<boolean> {
  const row = await db
    .selectFrom('principal')
    .select('id')
    .where('kind', '=', 'person')
    .where('role', '=', 'administrator')
    .where('password', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row === undefined;
}

export async function listPeople(db: Reader): Promise<PersonView[]> {
  const rows = await db
    .selectFrom('principal')
    .selectAll()
    .where('kind', '=', 'person')
    .orderBy('created_at')
    .execute();
  return rows.map(toPersonView);
}

/** Ids of the people who can sign in and may do something in a project; null: in all of them. */
export async function listPeopleWhoMay(db: Reader | Tx, action: Action, project: string | null): Promise<string[]> {
  const rows = await db
    .selectFrom('principal')
    .selectAll()
    .where('kind', '=', 'person')
    .where('disabled_at', 'is', null)
    .where('password', 'is not', null)
    .execute();
  return rows
    .map(toPrincipal)
    .filter((one) => can(one.role, action))
    .filter((one) => one.projects === null || (project !== null && one.projects.includes(project)))
    .map(({ id }) => id);
}

export function toPersonView(row: PrincipalTable): PersonView {
  const { id, name, role, projects, costs } = toPrincipal(row);
  return {
    id,
    name,
    login: row.login ?? '',
    role,
    projects: projects && [...projects],
    costs,
    disabledAt: row.disabled_at,
    invited: row.password === null,
  };
}

/** The session of a caller as they may know it; null for a visitor. */
export function toSessionView(caller: Pick<Caller, 'principal' | 'expiresAtMs'>): SessionView | null {
  const { principal } = caller;
  if (!principal) return null;
  const { id, kind, name, role, projects, costs } = principal;
  return {
    principal: { id, kind, name, role, projects: projects && [...projects], costs },
    // A token does not run out; the wire wants a date.
    expiresAt: toInstant(caller.expiresAtMs ?? Date.UTC(9999, 11, 31)),
  };
}

/** A person with their rights of this moment, and where mail reaches them; null where they are gone, invited or disabled. */
export async function findPerson(db: Reader | Tx, id: string): Promise<{ caller: Caller; address: string } | null> {
  const row = await db
    .selectFrom('principal')
    .selectAll()
    .where('id', '=', id)
    .where('kind', '=', 'person')
    .where('password', 'is not', null)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (!row || row.login === null) return null;
  const caller = { principal: toPrincipal(row), credential: null, expiresAtMs: null, address: '' };
  return { caller, address: row.login };
}

/** The person an invitation link is for, while it can still be accepted. */
export async function findInvitation(
  db: Reader | Tx,
  token: string,
  clock: Clock,
): Promise<{ id: string; name: string; login: string } | null> {
  const row = await db
    .selectFrom('credential')
    .innerJoin('principal', 'principal.id', 'credential.principal')
    .select(['principal.id', 'principal.name', 'principal.login', 'credential.expires_at'])
    .where('credential.hash', '=', hashSecret(token))
    .where('credential.kind', '=', 'invitation')
    .where('principal.disabled_at', 'is', null)
    .executeTakeFirst();
  if (!row || (row.expires_at !== null && row.expires_at <= toInstant(clock.now()))) return null;
  return { id: row.id, name: row.name, login: row.login ?? '' };
}
