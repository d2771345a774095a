import { Refusal, type SignOffsView } from '@sitecast/contract';
import { toActor } from '../../platform/actor.ts';
import { appendAudit } from '../../platform/audit.ts';
import type { Call, HandlersOf } from '../../platform/call.ts';
import { toInstant } from '../../platform/clock.ts';
import type { Tx } from '../../platform/store.ts';
import { requireProject } from '../../platform/project-guard.ts';
import { appointSigner } from './appointments.ts';
import type { ActMove, SignOffParts } from './parts.ts';
import { readSignOffs } from './read-sign-offs.ts';
import { readSlots } from './read-slots.ts';
import { revokeSign, signAct } from './sign-act.ts';

type SignOffRouteId = 'sign-offs.list' | 'acceptance.open' | 'signer.appoint' | 'sign-off.sign' | 'sign-off.revoke';

export function createSignOffHandlers(parts: SignOffParts): HandlersOf<SignOffRouteId> {
  const { store, clock } = parts;

  const write = (
    call: Pick<Call<'acceptance.open'>, 'caller' | 'requestId' | 'write'> & { params: { project: string } },
    step: (tx: Tx, by: Omit<ActMove, 'item'>) => Promise<void>,
  ): Promise<SignOffsView> =>
    call.write(async (tx) => {
      const { project } = call.params;
      await requireProject(tx, project);
      await step(tx, { project, by: toActor(call.caller), nowMs: clock.now(), requestId: call.requestId });
      return readSignOffs(tx, parts, project, call.caller);
    });

  return {
    'sign-offs.list': async ({ params: { project }, caller }) => {
      await requireProject(store.db, project);
      return readSignOffs(store.db, parts, project, caller);
    },
    'acceptance.open': (call) => write(call, (tx, move) => openAct(tx, parts, { ...move, item: call.body.item })),
    'signer.appoint': (call) => write(call, (tx, move) => appointSigner(tx, { ...move, ...call.body })),
    'sign-off.sign': (call) =>
      write(call, (tx, move) => signAct(tx, parts, { ...move, item: call.params.item, slot: call.body.slot })),
    'sign-off.revoke': (call) =>
      write(call, (tx, move) => revokeSign(tx, parts, { ...move, item: call.params.item, ...call.body })),
  };
}

/** From now on the item is reached by four signatures and by nothing else. */
async function openAct(tx: Tx, parts: SignOffParts, move: ActMove): Promise<void> {
  const { project, item, by, nowMs } = move;
  const found = (await parts.listItems(tx, project)).find((one) => one.code === item);
  if (!found) throw new Refusal('milestone.not-found');
  if (found.state === 'done' || found.state === 'cancelled') {
    throw new Refusal('milestone.done', { detail: `the milestone is ${found.state}` });
  }
  if ((await readSlots(tx, project, item)).has(item)) return;
  await tx
    .insertInto('acceptance')
    .values({ project, item, opened_by: by.id, opened_as: by.role, opened_at: toInstant(nowMs) })
    .execute();
  await appendAudit(tx, {
    atMs: nowMs,
    actor: by.id,
    action: 'acceptance.open',
    entity: 'item',
    entityId: `${project}/${item}`,
    requestId: move.requestId,
  });
  await parts.announceItem(tx, move);
}
