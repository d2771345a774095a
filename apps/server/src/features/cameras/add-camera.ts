import { Refusal, type CameraManageView } from '@sitecast/contract';
import type { Call } from '../../platform/call.ts';
import { toInstant } from '../../platform/clock.ts';
import { appendCameraEvents } from './camera-events.ts';
import { findCamera, toManagedCamera } from './camera-records.ts';
import { auditCamera } from './own-camera.ts';
import type { CameraParts } from './parts.ts';
import { toRecorderWish } from './recorder-wish.ts';
import type { CameraTable } from './tables.ts';

/**
 * Adds a camera, or one that was removed once more. The recorder takes it first: what it refuses is not written here, and
 * what cannot be written here it is told to forget.
 */
export async function addCamera(parts: CameraParts, call: Call<'camera.add'>): Promise<CameraManageView> {
  const { store, clock, states, recorder, log } = parts;
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
      await auditCamera(tx, clock, call, 'camera.add', id, {
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
      return toManagedCamera(states, row);
    });
  } catch (error) {
    if (!(await findCamera(store.db, id))) {
      await recorder.removeCamera(id).catch((err: unknown) => log.warn({ err, camera: id }, 'a camera stayed behind'));
    }
    throw error;
  }
}
