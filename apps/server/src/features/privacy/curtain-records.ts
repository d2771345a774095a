import type { CurtainScope } from '@sitecast/contract';
import type { Reader, Tx } from '../../platform/store.ts';
import type { CurtainTable } from './tables.ts';

/** All curtains, newest first. */
export async function listCurtains(db: Reader | Tx): Promise<CurtainTable[]> {
  return db.selectFrom('curtain').selectAll().orderBy('seq', 'desc').limit(500).execute();
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
  const closed = (await listCurtains(db)).filter(({ lifted_at: at }) => at === null);
  const found = closed.find((curtain) => isCovered(curtain, { id, project }));
  return found ? { id: found.id, scope: found.scope, at: found.closed_at } : null;
}
