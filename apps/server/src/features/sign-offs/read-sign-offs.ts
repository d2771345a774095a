import { can, type ActorView, type SignOffsView } from '@sitecast/contract';
import type { Caller } from '../../platform/caller.ts';
import type { Reader } from '../../platform/store.ts';
import { listPeople, readSigners } from './appointments.ts';
import type { SignOffParts } from './parts.ts';
import { readSlots } from './read-slots.ts';

/** The acts of a project as its own people see them, with what the caller may do. */
export async function readSignOffs(
  db: Reader,
  parts: Pick<SignOffParts, 'listItems'>,
  project: string,
  caller: Caller,
): Promise<SignOffsView> {
  const slots = await readSlots(db, project);
  const items = await parts.listItems(db, project);
  const signers = await readSigners(db, project);
  const me = caller.principal;
  const mayAppoint = me !== null && can(me.role, 'sign-off.appoint');
  const named = await nameSigners(
    db,
    signers.flatMap((one) => one.person ?? []),
  );
  return {
    acts: items.flatMap(({ code, ...item }) => {
      const own = slots.get(code);
      return own ? [{ item: code, title: item.title, state: item.state, actual: item.actual, slots: own }] : [];
    }),
    signers: signers.map(({ slot, person }) => ({ slot, person: named.get(person ?? '') ?? null })),
    mine: (me && signers.find((one) => one.person === me.id)?.slot) ?? null,
    people: mayAppoint ? await listPeople(db, project) : [],
    items: mayAppoint
      ? items.flatMap(({ code, title, state }) =>
          slots.has(code) || state === 'done' || state === 'cancelled' ? [] : [{ code, title }],
        )
      : [],
  };
}

async function nameSigners(db: Reader, ids: readonly string[]): Promise<Map<string, ActorView>> {
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom('principal').select(['id', 'name', 'role']).where('id', 'in', ids).execute();
  return new Map(rows.map(({ id, name, role }) => [id, { id, name, role: role as ActorView['role'] }]));
}
