import {
  Refusal,
  type CameraManageView,
  type CameraSource,
  type OnvifAddress,
  type PublicSpan,
  type RecorderCameraView,
} from '@sitecast/contract';
import type { Call } from '../../platform/call.ts';
import { toInstant } from '../../platform/clock.ts';
import { closeSpans } from '../../platform/public-spans.ts';
import { appendCameraEvents } from './camera-events.ts';
import { findCamera, toManagedCamera } from './camera-records.ts';
import { auditCamera, findOwnCamera } from './own-camera.ts';
import type { CameraParts } from './parts.ts';
import { toRecorderWish } from './recorder-wish.ts';
import type { CameraTable } from './tables.ts';

/** Changes what is said of a camera, and where it is: another one that it is from then on must be reviewed anew. */
export async function changeCamera(parts: CameraParts, call: Call<'camera.change'>): Promise<CameraManageView> {
  const { store, clock, states, recorder } = parts;
  const before = await findOwnCamera(store, call, call.params.camera);
  const { expectedVersion, source, onvif, ...change } = call.body;
  const conflict = (row: CameraTable) => new Refusal('progress.conflict', { current: toManagedCamera(states, row) });
  if (before.version !== expectedVersion) throw conflict(before);
  const now = toInstant(clock.now());
  const changed = toChangedRow(before, change, now);
  // A mask was drawn on the picture of one camera; what another one sends must be looked at anew.
  const isElsewhere = source !== undefined && isOtherCamera(states.get(before.id)?.source ?? null, source);
  const spans = JSON.stringify(closeSpans(JSON.parse(before.spans) as PublicSpan[], now));
  // Where it stands, and what was reviewed for its presets, is known of the camera that was asked before.
  const isOtherDevice = isElsewhere || (onvif !== undefined && isOtherHost(states.get(before.id), onvif));
  const standing = isOtherDevice ? { preset: null, turning_to: null } : {};
  const masks = isElsewhere ? { mask_version: null, mask: null, spans } : {};
  const after = { ...changed, ...masks, ...standing };
  // The source is the recorder's: it must accept it before anything is written here.
  if (source || onvif !== undefined) {
    const told = { ...(source && { source }), ...(onvif !== undefined && { onvif }), ...toRecorderWish(after) };
    states.apply(await recorder.changeCamera(before.id, told));
  }
  const view = await call.write(async (tx) => {
    const { id } = after;
    const updated = await tx
      .updateTable('camera')
      .set(after)
      .where('id', '=', id)
      .where('version', '=', expectedVersion)
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    if (updated.numUpdatedRows !== 1n) {
      const current = await findCamera(tx, id);
      throw current ? conflict(current) : new Refusal('camera.not-found');
    }
    if (isOtherDevice) await parts.forgetPresetMasks(tx, id);
    await auditCamera(tx, clock, call, 'camera.change', id, {
      ...change,
      ...(source && { kind: source.kind }),
      ...(onvif !== undefined && { movable: onvif !== null }),
    });
    await appendCameraEvents(tx, states, clock, after, before);
    return toManagedCamera(states, after);
  });
  if (!source) await parts.pushToRecorder(after);
  return view;
}

/** Whether a new source is another camera, as far as its kind and host say; a new password or path is not. */
function isOtherCamera(before: CameraManageView['source'], source: CameraSource): boolean {
  if (before?.kind !== source.kind) return true;
  return 'url' in source && before.host !== (URL.parse(source.url)?.hostname ?? null);
}

/** Whether orders go to another host from now on; another password for the same one does not matter. */
function isOtherHost(before: RecorderCameraView | null, onvif: OnvifAddress | null): boolean {
  return (before?.ptz?.host ?? null) !== (URL.parse(onvif?.url ?? '')?.hostname ?? null);
}

function toChangedRow(before: CameraTable, change: CameraChange, now: string): CameraTable {
  const held = change.heldReason === undefined ? before.held_reason : change.heldReason;
  return {
    ...before,
    name: change.name === undefined ? before.name : JSON.stringify(change.name),
    direction: change.direction === undefined ? before.direction : change.direction && JSON.stringify(change.direction),
    published: change.published === undefined ? before.published : Number(change.published),
    held_reason: held,
    held_at: held === null ? null : (before.held_at ?? now),
    retention_days: change.retentionDays ?? before.retention_days,
    delay_s: change.delayS ?? before.delay_s,
    dial: change.dial === undefined ? before.dial : change.dial && JSON.stringify(change.dial),
    ladder: change.ladder === undefined ? before.ladder : Number(change.ladder),
    schedule: change.schedule === undefined ? before.schedule : change.schedule && JSON.stringify(change.schedule),
    ...(change.maintenance !== undefined && {
      maintenance_at: change.maintenance && now,
      maintenance_until: change.maintenance && change.maintenance.until,
      maintenance_note: change.maintenance && change.maintenance.note,
    }),
    version: before.version + 1,
  };
}

type CameraChange = Omit<Call<'camera.change'>['body'], 'expectedVersion' | 'source' | 'onvif'>;
