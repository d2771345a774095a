import type { ActorView, CameraMasks, MaskView, Polygon } from '@sitecast/contract';
import type { Reader, Tx } from '../../platform/store.ts';
import { beginning } from '../../platform/public-spans.ts';
import type { CameraMaskTable } from './tables.ts';

export async function listMasks(db: Reader | Tx, camera: string): Promise<CameraMaskTable[]> {
  return db.selectFrom('camera_mask').selectAll().where('camera', '=', camera).orderBy('version', 'desc').execute();
}

/** The mask in force, for a camera that is only now added, and what it lets be public. */
export async function findReviewedMask(
  db: Reader | Tx,
  camera: string,
): Promise<{ version: number; polygons: string; spans: string } | null> {
  const row = (await listMasks(db, camera)).find(({ state }) => state === 'approved');
  if (!row) return null;
  const masked = (JSON.parse(row.polygons) as Polygon[]).length > 0;
  const spans = JSON.stringify([{ from: beginning, to: null, masked }]);
  return { version: row.version, polygons: row.polygons, spans };
}

export async function findProposedMask(db: Reader | Tx, camera: string): Promise<number | null> {
  return (await listMasks(db, camera)).find(({ state }) => state === 'proposed')?.version ?? null;
}

export function toMaskView(row: CameraMaskTable): MaskView {
  const { camera, version, state, note } = row;
  return {
    camera,
    version,
    polygons: JSON.parse(row.polygons) as Polygon[],
    state,
    note,
    proposed: { by: JSON.parse(row.proposed_by) as ActorView, at: row.proposed_at, reason: note },
    decided:
      row.decided_by === null || row.decided_at === null
        ? null
        : { by: JSON.parse(row.decided_by) as ActorView, at: row.decided_at, reason: row.decided_note },
    alone: row.alone === 1,
    earlier: row.earlier === 1,
  };
}

/** All versions of a camera; `people`: who may review. */
export function toCameraMasks(
  camera: string,
  inForce: number | null,
  rows: readonly CameraMaskTable[],
  people: readonly string[],
): CameraMasks {
  const items = rows.map(toMaskView);
  const proposed = items.find(({ state }) => state === 'proposed') ?? null;
  return {
    camera,
    inForce: items.find(({ version }) => version === inForce) ?? null,
    proposed,
    items,
    reviewers: people.filter((id) => id !== proposed?.proposed.by.id).length,
  };
}
