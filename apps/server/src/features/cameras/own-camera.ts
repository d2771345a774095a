import { Refusal, type RouteId } from '@sitecast/contract';
import { appendAudit } from '../../platform/audit.ts';
import type { Call } from '../../platform/call.ts';
import { isInScope } from '../../platform/caller.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Store, Tx } from '../../platform/store.ts';
import { findCamera } from './camera-records.ts';
import type { CameraTable } from './tables.ts';

type AnyCall = Pick<Call<RouteId>, 'caller' | 'requestId'>;

/** A camera of a foreign project answers as one that is not there. */
export async function findOwnCamera(store: Store, call: Pick<AnyCall, 'caller'>, id: string): Promise<CameraTable> {
  const row = await findCamera(store.db, id);
  const { principal } = call.caller;
  if (!row || !principal || !isInScope(principal, row.project)) throw new Refusal('camera.not-found');
  return row;
}

/** Who did what to a camera, in the transaction that does it. */
export function auditCamera(
  tx: Tx,
  clock: Clock,
  call: AnyCall,
  action: string,
  id: string,
  detail: unknown,
): Promise<void> {
  return appendAudit(tx, {
    atMs: clock.now(),
    actor: call.caller.principal?.id ?? 'visitor',
    action,
    entity: 'camera',
    entityId: id,
    requestId: call.requestId,
    detail,
  });
}
