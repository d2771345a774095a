import type { Clock } from '../../platform/clock.ts';
import { appendEvent } from '../../platform/event-log/append-event.ts';
import type { Tx } from '../../platform/store.ts';
import type { CameraStates } from './camera-states.ts';
import { isListed, toCameraManageView, toCameraView, toUndelayedView } from './camera-views.ts';
import type { CameraTable } from './tables.ts';

/**
 * Tells every audience what a camera looks like now. For the public a camera that is no longer listed is gone; managers
 * get theirs after it, so that what they see last is what they may see.
 */
export async function appendCameraEvents(
  tx: Tx,
  states: CameraStates,
  clock: Clock,
  row: CameraTable,
  before: CameraTable | null,
): Promise<void> {
  const at = { atMs: clock.now(), project: row.project };
  const health = states.plannedHealthOf(row);
  if (isListed(row)) {
    const camera = toCameraView(row, health, states.get(row.id));
    await appendEvent(tx, { ...at, audience: 'public', type: 'camera:changed', payload: { camera } });
    const prompt = toUndelayedView(camera);
    // Behind the public's, so that what those who need not wait see last is theirs.
    if (prompt !== camera)
      await appendEvent(tx, { ...at, audience: 'investor', type: 'camera:changed', payload: { camera: prompt } });
  } else if (before && isListed(before)) {
    await appendEvent(tx, { ...at, audience: 'public', type: 'camera:removed', payload: { id: row.id } });
  } else if (row.removed_at !== null) {
    await appendEvent(tx, { ...at, audience: 'manage', type: 'camera:removed', payload: { id: row.id } });
  }
  if (row.removed_at === null) {
    const payload = { camera: toCameraManageView(row, health, states.get(row.id)) };
    await appendEvent(tx, { ...at, audience: 'manage', type: 'camera:managed', payload });
  }
}
