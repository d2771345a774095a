import type { CurtainScope } from '@sitecast/contract';
import type { Reader, Tx } from '../../platform/store.ts';
import type { CurtainTable } from './tables.ts';

/** Those that are closed now, all of them, newest first. */
export async function listClosedCurtains(db: Reader | Tx): Promise<CurtainTable[]> {
  return db.selectFrom('curtain').selectAll().where('lifted_at', 'is', null).orderBy('seq', 'desc').execute();
}

/** The last that were lifted, newest first. */
export async function listLiftedCurtains(db: Reader | Tx): Promise<CurtainTable[]> {
  const lifted = db.selectFrom('curtain').selectAll().where('lifted_at', 'is not', null);
  return lifted.orderBy('seq', 'desc').limit(500).execute();
}

/** Whether closed or lifted; null: there was never such a one. */
export async function findCurtain(db: Reader | Tx, id: string): Promise<CurtainTable | null> {
  return (await db.selectFrom('curtain').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** Whether a curtain hides a camera, also one that came after it fell. */
export function isCovered(curtain: CurtainTable, camera: { id: string; project: string }): boolean {
  switch (curtain.scope) {
    case 'programme':
      return true;
    case 'project':
      return curtain.code === camera.project;
    case 'camera':
      return curtain.code === camera.id;
  }
}

/** The newest closed curtain that hides a camera. */
export async function findCoveringCurtain(
  db: Reader | Tx,
  project: string,
  id: string,
): Promise<{ id: string; scope: CurtainScope; at: string } | null> {
  const found = (await listClosedCurtains(db)).find((curtain) => isCovered(curtain, { id, project }));
  return found ? { id: found.id, scope: found.scope, at: found.closed_at } : null;
}
