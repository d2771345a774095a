import { Refusal, type Polygon, type PublicSpan, type RouteId, type TaughtPreset } from '@sitecast/contract';
import { toActor } from '../../platform/actor.ts';
import { appendAudit } from '../../platform/audit.ts';
import type { Call, HandlersOf } from '../../platform/call.ts';
import { isInScope, type Principal } from '../../platform/caller.ts';
import { toInstant } from '../../platform/clock.ts';
import type { Tx } from '../../platform/store.ts';
import { listMasks, toCameraMasks } from './mask-records.ts';
import type { PrivacyParts, PrivateCamera } from './parts.ts';
import { beginning, openSpan } from '../../platform/public-spans.ts';
import { keepPresetMask, supersedeProposal } from './preset-masks.ts';
import { requireSecondStep } from './second-person.ts';
import type { CameraMaskTable } from './tables.ts';

type MaskRoutes = 'masks.read' | 'mask.propose' | 'mask.approve' | 'mask.reject';
type AnyCall = Pick<Call<RouteId>, 'caller' | 'requestId'>;

/** Masks: proposed by one person, looked at by another; a version is never redrawn. */
export function createMaskHandlers<Row extends PrivateCamera>(parts: PrivacyParts<Row>): HandlersOf<MaskRoutes> {
  const { store, clock } = parts;

  /** A camera of a foreign project answers as one that is not there. */
  const findOwn = async (call: AnyCall, id: string): Promise<{ row: Row; principal: Principal }> => {
    const row = await parts.findCamera(store.db, id);
    const { principal } = call.caller;
    if (!row || !principal || !isInScope(principal, row.project)) throw new Refusal('camera.not-found');
    return { row, principal };
  };
  const listReviewers = (tx: Tx | typeof store.db, row: Row) => parts.listPeopleWhoMay(tx, 'mask.review', row.project);
  const readMasks = async (tx: Tx | typeof store.db, row: Row) =>
    toCameraMasks(row.id, row.mask_version, await listMasks(tx, row.id), await listReviewers(tx, row));
  const audit = (tx: Tx, call: AnyCall, action: string, id: string, detail: unknown) =>
    appendAudit(tx, {
      atMs: clock.now(),
      actor: call.caller.principal?.id ?? 'visitor',
      action,
      entity: 'camera',
      entityId: id,
      requestId: call.requestId,
      detail,
    });

  const requireStanding = (row: Row): void => {
    if (parts.isTurning(row.id)) throw new Refusal('camera.turning');
  };

  const findProposed = async (tx: Tx, row: Row, version: number): Promise<CameraMaskTable> => {
    const mask = (await listMasks(tx, row.id)).find((one) => one.version === version);
    if (!mask) throw new Refusal('mask.not-found');
    if (mask.state !== 'proposed') throw new Refusal('mask.decided');
    return mask;
  };
  const decide = (
    tx: Tx,
    mask: CameraMaskTable,
    change: Pick<CameraMaskTable, 'state' | 'decided_by' | 'decided_note' | 'alone' | 'earlier'>,
  ) =>
    tx
      .updateTable('camera_mask')
      .set({ ...change, decided_at: toInstant(clock.now()) })
      .where('camera', '=', mask.camera)
      .where('version', '=', mask.version)
      .execute();

  return {
    'masks.read': async (call) => readMasks(store.db, (await findOwn(call, call.params.camera)).row),

    'mask.propose': async (call) => {
      const { row } = await findOwn(call, call.params.camera);
      requireStanding(row);
      const { polygons, note } = call.body;
      return call.write(async (tx) => {
        const known = await listMasks(tx, row.id);
        const version = (known[0]?.version ?? 0) + 1;
        await supersedeProposal(tx, row.id);
        await tx
          .insertInto('camera_mask')
          .values({
            seq: null,
            camera: row.id,
            version,
            polygons: JSON.stringify(polygons),
            state: 'proposed',
            note,
            proposed_by: JSON.stringify(toActor(call.caller)),
            proposed_at: toInstant(clock.now()),
            decided_by: null,
            decided_at: null,
            decided_note: null,
            alone: 0,
            earlier: 0,
          })
          .execute();
        await audit(tx, call, 'mask.propose', row.id, { version, areas: polygons.length, note });
        return readMasks(tx, (await parts.changeCamera(tx, row.id, { mask_proposed: version })) ?? row);
      });
    },

    'mask.approve': async (call) => {
      const { row, principal } = await findOwn(call, call.params.camera);
      requireStanding(row);
      const { earlier, note } = call.body;
      let changed: Row | null = null;
      const answer = await call.write(async (tx) => {
        const mask = await findProposed(tx, row, Number(call.params.version));
        const first = (JSON.parse(mask.proposed_by) as { id: string }).id;
        const { alone } = requireSecondStep(principal, first, await listReviewers(tx, row));
        const by = JSON.stringify(toActor(call.caller));
        await decide(tx, mask, {
          state: 'approved',
          decided_by: by,
          decided_note: note,
          alone: Number(alone),
          earlier: Number(earlier),
        });
        changed = await parts.changeCamera(tx, row.id, {
          mask_version: mask.version,
          mask: mask.polygons,
          mask_proposed: null,
          spans: JSON.stringify(toApprovedSpans(row, mask, earlier, toInstant(clock.now()))),
        });
        if (row.preset !== null) await keepPresetMask(tx, row.id, JSON.parse(row.preset) as TaughtPreset, mask.version);
        await audit(tx, call, 'mask.approve', row.id, { version: mask.version, earlier, alone, note });
        return readMasks(tx, changed ?? row);
      });
      if (changed) await parts.pushToRecorder(changed);
      return answer;
    },

    'mask.reject': async (call) => {
      const { row } = await findOwn(call, call.params.camera);
      return call.write(async (tx) => {
        const mask = await findProposed(tx, row, Number(call.params.version));
        const by = JSON.stringify(toActor(call.caller));
        const { reason } = call.body;
        await decide(tx, mask, { state: 'rejected', decided_by: by, decided_note: reason, alone: 0, earlier: 0 });
        await audit(tx, call, 'mask.reject', row.id, { version: mask.version, reason });
        return readMasks(tx, (await parts.changeCamera(tx, row.id, { mask_proposed: null })) ?? row);
      });
    },
  };
}

/**
 * What may be public from now on. Of what was recorded before, only what its reviewer says: what was public stays so, and
 * where nothing needs a mask and nothing was ever public, all of it.
 */
function toApprovedSpans(row: PrivateCamera, mask: CameraMaskTable, earlier: boolean, now: string): PublicSpan[] {
  const masked = (JSON.parse(mask.polygons) as Polygon[]).length > 0;
  const before = earlier ? (JSON.parse(row.spans) as PublicSpan[]) : [];
  const isFirst = row.mask_version === null && before.length === 0;
  const kept: PublicSpan[] = earlier && isFirst && !masked ? [{ from: beginning, to: now, masked: false }] : before;
  // Behind a curtain nothing begins; lifting it does.
  return row.curtain === null ? openSpan(kept, now, masked) : kept;
}
