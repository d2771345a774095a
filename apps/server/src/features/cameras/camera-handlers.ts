import type { HandlersOf } from '../../platform/call.ts';
import { toInstant } from '../../platform/clock.ts';
import { addCamera } from './add-camera.ts';
import { appendCameraEvents } from './camera-events.ts';
import { listCameraViews, listManagedCameras, toManagedCamera } from './camera-records.ts';
import { changeCamera } from './change-camera.ts';
import { auditCamera, findOwnCamera } from './own-camera.ts';
import type { CameraParts } from './parts.ts';
import type { CameraTable } from './tables.ts';

type CameraRoutes =
  'cameras.list' | 'managed-cameras.list' | 'camera.add' | 'camera.change' | 'camera.remove' | 'camera.accept-view';

export function createCameraHandlers(parts: CameraParts): HandlersOf<CameraRoutes> {
  const { store, clock, states, recorder, log } = parts;
  return {
    'cameras.list': async () => ({ items: await listCameraViews(store.db, states, null) }),

    'managed-cameras.list': async (call) => ({
      items: await listManagedCameras(store.db, states, call.params.project),
    }),

    'camera.add': (call) => addCamera(parts, call),

    'camera.change': (call) => changeCamera(parts, call),

    'camera.accept-view': async (call) => {
      const row = await findOwnCamera(store, call, call.params.camera);
      states.apply(await recorder.acceptView(row.id));
      return call.write(async (tx) => {
        await auditCamera(tx, clock, call, 'camera.accept-view', row.id, {});
        await appendCameraEvents(tx, states, clock, row, null);
        return toManagedCamera(states, row);
      });
    },

    'camera.remove': async (call) => {
      const before = await findOwnCamera(store, call, call.params.camera);
      await call.write(async (tx) => {
        const after: CameraTable = { ...before, removed_at: toInstant(clock.now()), version: before.version + 1 };
        await tx
          .updateTable('camera')
          .set({ removed_at: after.removed_at, version: after.version })
          .where('id', '=', before.id)
          .execute();
        await auditCamera(tx, clock, call, 'camera.remove', before.id, {});
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
