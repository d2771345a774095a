import { Refusal, signSlots, type ActorView, type Role, type SignSlot } from '@sitecast/contract';
import type { Actor } from '../../platform/actor.ts';
import { appendAudit } from '../../platform/audit.ts';
import { toInstant } from '../../platform/clock.ts';
import { readJson } from '../../platform/json-column.ts';
import type { Reader, Tx } from '../../platform/store.ts';

/** Who signs in each slot of a project. */
export async function readSigners(db: Reader, project: string): Promise<{ slot: SignSlot; person: string | null }[]> {
  const rows = await db
    .selectFrom('sign_appointment')
    .select(['slot', 'person'])
    .where('project', '=', project)
    .orderBy('seq')
    .execute();
  return signSlots.map((slot) => ({ slot, person: rows.filter((row) => row.slot === slot).at(-1)?.person ?? null }));
}

const signingRoles: readonly Role[] = ['investor', 'project-manager', 'verifier', 'owner'];

/** The people of a project who may sign an act. */
export async function listPeople(db: Reader, project: string): Promise<ActorView[]> {
  const rows = await db
    .selectFrom('principal')
    .select(['id', 'name', 'role', 'projects'])
    .where('kind', '=', 'person')
    .where('disabled_at', 'is', null)
    .where('role', 'in', signingRoles)
    .orderBy('name')
    .execute();
  return rows
    .filter((row) => row.projects === null || readJson<string[]>(row.projects).includes(project))
    .map(({ id, name, role }) => ({ id, name, role: role as Role }));
}

/** A person holds one slot of a project: four signatures are four people. @throws Refusal */
export async function appointSigner(
  tx: Tx,
  change: { project: string; slot: SignSlot; person: string | null; by: Actor; nowMs: number; requestId: string },
): Promise<void> {
  const { project, slot, person, by, nowMs } = change;
  const signers = await readSigners(tx, project);
  if (person !== null) {
    const people = await listPeople(tx, project);
    if (!people.some((one) => one.id === person)) {
      throw new Refusal('request.invalid', {
        fields: [{ field: 'person', message: 'is nobody of this project who signs' }],
      });
    }
    if (signers.some((one) => one.slot !== slot && one.person === person)) {
      throw new Refusal('sign-off.two-slots', { detail: 'the person signs in another slot of the project' });
    }
  }
  await tx
    .insertInto('sign_appointment')
    .values({ project, slot, person, appointed_by: by.id, appointed_as: by.role, appointed_at: toInstant(nowMs) })
    .execute();
  await appendAudit(tx, {
    atMs: nowMs,
    actor: by.id,
    action: 'signer.appoint',
    entity: 'project',
    entityId: project,
    requestId: change.requestId,
    detail: { slot, before: signers.find((one) => one.slot === slot)?.person ?? null, after: person },
  });
}
