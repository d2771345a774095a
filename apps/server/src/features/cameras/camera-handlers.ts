import {
  Refusal,
  type CameraManageView,
  type CameraSource,
  type OnvifAddress,
  type PublicSpan,
  type RecorderCameraView,
  type RouteId,
} from '@sitecast/contract';
import type { Call, HandlersOf } from '../../platform/call.ts';
import { toInstant } from '../../platform/clock.ts';
import { closeSpans } from '../../platform/public-spans.ts';
import type { Tx } from '../../platform/store.ts';
import { appendCameraEvents } from './camera-events.ts';
import { findCamera, listCameraViews, listManagedCameras } from './camera-records.ts';
import { toCameraManageView } from './camera-views.ts';
import { auditCamera, findOwnCamera } from './own-camera.ts';
import type { CameraParts } from './parts.ts';
import { toRecorderWish } from './recorder-wish.ts';
import type { CameraTable } from './tables.ts';

type CameraRoutes =
  'cameras.list' | 'managed-cameras.list' | 'camera.add' | 'camera.change' | 'camera.remove' | 'camera.accept-view';

export function createCameraHandlers(parts: CameraParts): HandlersOf<CameraRoutes> {
  const { store, clock, states, recorder, log } = parts;
  const toView = (row: CameraTable): CameraManageView =>
    toCameraManageView(row, states.plannedHealthOf(row), states.get(row.id));

  const findOwn = (call: Pick<Call<RouteId>, 'caller'>, id: string) => findOwnCamera(store, call, id);
  const audit = (
    tx: Tx,
    call: Pick<Call<RouteId>, 'caller' | 'requestId'>,
    action: string,
    id: string,
    detail: unknown,
  ) => auditCamera(tx, clock, call, action, id, detail);

  return {
    'cameras.list': async () => ({ items: await listCameraViews(store.db, states, null) }),

    'managed-cameras.list': async (call) => ({
      items: await listManagedCameras(store.db, states, call.params.project),
    }),

    'camera.add': async (call) => {
      const { project } = call.params;
      const { id, name, direction, source, published, retentionDays, ladder, onvif } = call.body;
      if (!(await parts.projectExists(store.db, project))) throw new Refusal('project.not-found');
      const former = await store.db.selectFrom('camera').selectAll().where('id', '=', id).executeTakeFirst();
      // Footage stays under its id: another project must not inherit it.
      if (former && (former.removed_at === null || former.project !== project)) throw new Refusal('camera.exists');
      // The public sees nothing of it before a mask was reviewed; the demo's were, before its cameras are there.
      const reviewed = former ? null : await parts.findMask(store.db, id);
      const curtain = await parts.findCurtain(store.db, project, id);
      const now = toInstant(clock.now());
      const blank: CameraTable = {
        id,
        project,
        name: JSON.stringify(name),
        direction: direction && JSON.stringify(direction),
        published: published ? 1 : 0,
        held_reason: null,
        held_at: null,
        retention_days: retentionDays,
        delay_s: 0,
        ladder: ladder ? 1 : 0,
        dial: null,
        position: 1,
        provenance: '',
        version: (former?.version ?? 0) + 1,
        created_at: now,
        removed_at: null,
        mask_version: reviewed?.version ?? null,
        mask: reviewed?.polygons ?? null,
        mask_proposed: await parts.findProposedMask(store.db, id),
        spans: reviewed && !curtain ? reviewed.spans : '[]',
        curtain: curtain?.id ?? null,
        curtain_scope: curtain?.scope ?? null,
        curtain_at: curtain?.at ?? null,
        schedule: null,
        maintenance_at: null,
        maintenance_until: null,
        maintenance_note: null,
        preset: null,
        turning_to: null,
      };
      const view = await recorder.putCamera(id, { source, onvif, ...toRecorderWish(blank) });
      try {
        return await call.write(async (tx) => {
          const last = await tx
            .selectFrom('camera')
            .select((eb) => eb.fn.max('position').as('position'))
            .where('project', '=', project)
            .executeTakeFirst();
          const row: CameraTable = {
            ...blank,
            position: (last?.position ?? 0) + 1,
            provenance: JSON.stringify(await parts.readPostProvenance(tx, now.slice(0, 10))),
          };
          const inserted = await tx
            .insertInto('camera')
            .values(row)
            .onConflict((oc) => oc.column('id').doUpdateSet(row).where('camera.removed_at', 'is not', null))
            .executeTakeFirst();
          if (inserted.numInsertedOrUpdatedRows !== 1n) throw new Refusal('camera.exists');
          states.apply(view);
          await audit(tx, call, 'camera.add', id, {
            project,
            name,
            published,
            retentionDays,
            ladder,
            kind: source.kind,
            movable: onvif !== null,
          });
          await parts.forgetPresetMasks(tx, id);
          await appendCameraEvents(tx, states, clock, row, null);
          return toView(row);
        });
      } catch (error) {
        if (!(await findCamera(store.db, id))) {
          await recorder
            .removeCamera(id)
            .catch((err: unknown) => log.warn({ err, camera: id }, 'a camera stayed behind'));
        }
        throw error;
      }
    },

    'camera.change': async (call) => {
      const before = await findOwn(call, call.params.camera);
      const { expectedVersion, source, onvif, ...change } = call.body;
      const conflict = (row: CameraTable) => new Refusal('progress.conflict', { current: toView(row) });
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
        await audit(tx, call, 'camera.change', id, {
          ...change,
          ...(source && { kind: source.kind }),
          ...(onvif !== undefined && { movable: onvif !== null }),
        });
        await appendCameraEvents(tx, states, clock, after, before);
        return toView(after);
      });
      if (!source) await parts.pushToRecorder(after);
      return view;
    },

    'camera.accept-view': async (call) => {
      const row = await findOwn(call, call.params.camera);
      states.apply(await recorder.acceptView(row.id));
      return call.write(async (tx) => {
        await audit(tx, call, 'camera.accept-view', row.id, {});
        await appendCameraEvents(tx, states, clock, row, null);
        return toView(row);
      });
    },

    'camera.remove': async (call) => {
      const before = await findOwn(call, call.params.camera);
      await call.write(async (tx) => {
        const after: CameraTable = { ...before, removed_at: toInstant(clock.now()), version: before.version + 1 };
        await tx
          .updateTable('camera')
          .set({ removed_at: after.removed_at, version: after.version })
          .where('id', '=', before.id)
          .execute();
        await audit(tx, call, 'camera.remove', before.id, {});
        await appendCameraEvents(tx, states, clock, after, before);
        return null;
      });
      await recorder
        .removeCamera(before.id)
        .catch((err: unknown) => log.warn({ err, camera: before.id }, 'the recorder will be told later'));
      return null;
    },
  };
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
