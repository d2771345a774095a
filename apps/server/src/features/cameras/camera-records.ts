import type { CameraManageView, CameraView } from '@sitecast/contract';
import type { Reader, Tx } from '../../platform/store.ts';
import type { CameraStates } from './camera-states.ts';
import { isListed, toCameraManageView, toCameraView } from './camera-views.ts';
import type { CameraTable } from './tables.ts';

/** The camera's row; null where there is none or it was removed. */
export async function findCamera(db: Reader | Tx, id: string): Promise<CameraTable | null> {
  const row = await db
    .selectFrom('camera')
    .selectAll()
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

/** All cameras that were not removed, of one project or (null) of all, in the order they are shown in. */
export async function listCameraRows(db: Reader | Tx, project: string | null): Promise<CameraTable[]> {
  let query = db.selectFrom('camera').selectAll().where('removed_at', 'is', null);
  if (project !== null) query = query.where('project', '=', project);
  return query.orderBy('project').orderBy('position').execute();
}

/** The cameras the public may know of. */
export async function listCameraViews(
  db: Reader | Tx,
  states: CameraStates,
  project: string | null,
): Promise<CameraView[]> {
  const rows = await listCameraRows(db, project);
  return rows.filter(isListed).map((row) => toCameraView(row, states.plannedHealthOf(row), states.get(row.id)));
}

/** A camera as its managers see it now. */
export function toManagedCamera(states: CameraStates, row: CameraTable): CameraManageView {
  return toCameraManageView(row, states.plannedHealthOf(row), states.get(row.id));
}

/** The cameras of a project as its managers see them. */
export async function listManagedCameras(
  db: Reader | Tx,
  states: CameraStates,
  project: string,
): Promise<CameraManageView[]> {
  const rows = await listCameraRows(db, project);
  return rows.map((row) => toManagedCamera(states, row));
}
