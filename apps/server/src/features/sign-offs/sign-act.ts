import { Refusal, type CorrectionReason, type Role, type SignSlot } from '@sitecast/contract';
import { toLocalDate } from '@sitecast/progress';
import type { Actor } from '../../platform/actor.ts';
import { appendAudit } from '../../platform/audit.ts';
import { toInstant } from '../../platform/clock.ts';
import type { Tx } from '../../platform/store.ts';
import { readSigners } from './appointments.ts';
import type { ActMove, SignOffParts } from './parts.ts';
import type { SignOffTable } from './tables.ts';
import { isAccepted, readSignatures, readSlots, type Signature } from './read-slots.ts';

export type SlotStep = ActMove & { slot: SignSlot };

/**
 * Signs in a slot, in any order. The fourth signature reaches the milestone on that day: handed over by the
 * contractor, verified by technical supervision, approved by the customer. @throws Refusal
 */
export async function signAct(tx: Tx, parts: SignOffParts, step: SlotStep): Promise<void> {
  const { project, item, slot, by } = step;
  const signers = await readSigners(tx, project);
  if (signers.find((one) => one.slot === slot)?.person !== by.id) throw new Refusal('sign-off.not-yours');
  const found = await findAct(tx, parts, project, item);
  const signed = await readSignatures(tx, project, item);
  if (found.state === 'done' || signed.some((one) => one.slot === slot)) throw new Refusal('sign-off.signed');
  if (found.state === 'cancelled') throw new Refusal('milestone.done', { detail: 'the milestone is cancelled' });
  // Who signed in another slot before being appointed to this one: four signatures are four people.
  if (signed.some((one) => one.person === by.id)) throw new Refusal('sign-off.two-slots');
  await writeAct(tx, parts, step, { act: 'signed', reason: null, note: null });
  if (await isAccepted(tx, project, item)) {
    const { zone } = await tx
      .selectFrom('project')
      .select('zone')
      .where('code', '=', project)
      .executeTakeFirstOrThrow();
    const actual = toLocalDate(toInstant(step.nowMs), zone);
    await parts.reach(tx, { ...step, actual, approval: await toApproval(tx, project, item) });
  } else await parts.announceItem(tx, step);
}

/** Takes one's own signature back. A milestone that all four had accepted is no longer reached. @throws Refusal */
export async function revokeSign(
  tx: Tx,
  parts: SignOffParts,
  step: SlotStep & { reason: CorrectionReason; note: string },
): Promise<void> {
  const { project, item, slot, by, reason, note } = step;
  await findAct(tx, parts, project, item);
  const own = (await readSignatures(tx, project, item)).find((one) => one.slot === slot);
  if (!own) throw new Refusal('sign-off.unsigned');
  if (own.person !== by.id) throw new Refusal('sign-off.not-yours');
  const wasAccepted = (await isAccepted(tx, project, item)) === true;
  await writeAct(tx, parts, step, { act: 'revoked', reason, note });
  if (wasAccepted) await parts.takeBack(tx, { ...step, reason, note });
  else await parts.announceItem(tx, step);
}

async function findAct(tx: Tx, parts: SignOffParts, project: string, item: string) {
  const acts = await readSlots(tx, project, item);
  const found = (await parts.listItems(tx, project)).find((one) => one.code === item);
  if (!acts.has(item) || !found) throw new Refusal('sign-off.not-found');
  return found;
}

async function writeAct(
  tx: Tx,
  parts: SignOffParts,
  { project, item, slot, by, nowMs, requestId }: SlotStep,
  said: Pick<SignOffTable, 'act' | 'reason' | 'note'>,
): Promise<void> {
  const id = parts.ids.createId();
  await tx
    .insertInto('sign_off')
    .values({ id, project, item, slot, person: by.id, signed_as: by.role, at: toInstant(nowMs), ...said })
    .execute();
  await parts.sealSignOff(tx, project, id);
  await appendAudit(tx, {
    atMs: nowMs,
    actor: by.id,
    action: said.act === 'signed' ? 'sign-off.sign' : 'sign-off.revoke',
    entity: 'item',
    entityId: `${project}/${item}`,
    requestId,
    detail: { slot, reason: said.reason, note: said.note },
  });
}

async function toApproval(tx: Tx, project: string, item: string) {
  const signatures = await readSignatures(tx, project, item);
  const toStep = async (slot: SignSlot) => {
    const signature = signatures.find((one) => one.slot === slot);
    if (!signature) throw new Error(`an accepted act has no signature of the ${slot}`);
    return { by: await readActor(tx, signature), atMs: Date.parse(signature.at), reason: null };
  };
  return {
    posted: await toStep('contractor'),
    verified: await toStep('technical-supervision'),
    approved: await toStep('customer'),
  };
}

async function readActor(tx: Tx, { person, signedAs }: Signature): Promise<Actor> {
  const row = await tx.selectFrom('principal').select('name').where('id', '=', person).executeTakeFirstOrThrow();
  return { id: person, name: row.name, role: signedAs as Role };
}
