import type { Clock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/store.ts';
import { appendCameraEvents } from './camera-events.ts';
import { findCamera } from './camera-records.ts';
import type { CameraStates } from './camera-states.ts';
import type { CameraTable } from './tables.ts';

/** What decides over a camera's being public. */
export type PrivacyColumns = Pick<
  CameraTable,
  | 'mask_version'
  | 'mask'
  | 'mask_proposed'
  | 'spans'
  | 'curtain'
  | 'curtain_scope'
  | 'curtain_at'
  | 'preset'
  | 'turning_to'
>;

/** Changes it in the transaction of whoever decided so, and tells every page. Answers the row as it is now. */
export async function changePrivacy(
  tx: Tx,
  parts: { states: CameraStates; clock: Clock },
  id: string,
  change: Partial<PrivacyColumns>,
): Promise<CameraTable | null> {
  const before = await findCamera(tx, id);
  if (!before) return null;
  const after: CameraTable = { ...before, ...change, version: before.version + 1 };
  await tx
    .updateTable('camera')
    .set({ ...change, version: after.version })
    .where('id', '=', id)
    .execute();
  await appendCameraEvents(tx, parts.states, parts.clock, after, before);
  return after;
}
