import type { TaughtPreset } from '@sitecast/contract';
import type { Reader, Tx } from '../../platform/store.ts';

/** A mask as it comes into force. */
export interface PresetMask {
  version: number;
  /** JSON Polygon[]. */
  polygons: string;
}

/**
 * The mask that was approved for what a camera shows at a preset; null: none was, or the preset was taught anew since, or
 * the camera does not tell where its presets are: then nobody can know that it is the same view.
 */
export async function findPresetMask(
  db: Reader | Tx,
  camera: string,
  { token, position }: TaughtPreset,
): Promise<PresetMask | null> {
  if (position === null) return null;
  const row = await db
    .selectFrom('camera_preset_mask as kept')
    .innerJoin('camera_mask as mask', (join) =>
      join.onRef('mask.camera', '=', 'kept.camera').onRef('mask.version', '=', 'kept.version'),
    )
    .select(['mask.version', 'mask.polygons'])
    .where('kept.camera', '=', camera)
    .where('kept.preset', '=', token)
    .where('kept.position', '=', position)
    .where('mask.state', '=', 'approved')
    .executeTakeFirst();
  return row ?? null;
}

/** Keeps that a mask was approved for a preset, in place of the one before. */
export async function keepPresetMask(
  tx: Tx,
  camera: string,
  { token, position }: TaughtPreset,
  version: number,
): Promise<void> {
  if (position === null) return;
  await tx
    .insertInto('camera_preset_mask')
    .values({ camera, preset: token, position, version })
    .onConflict((oc) => oc.columns(['camera', 'preset']).doUpdateSet({ position, version }))
    .execute();
}

/** Another camera stands behind the name: what was approved for the one before says nothing of it. */
export async function forgetPresetMasks(tx: Tx, camera: string): Promise<void> {
  await tx.deleteFrom('camera_preset_mask').where('camera', '=', camera).execute();
}

/** What was drawn on the view before is not to be approved for another one. */
export async function supersedeProposal(tx: Tx, camera: string): Promise<void> {
  await tx
    .updateTable('camera_mask')
    .set({ state: 'superseded' })
    .where('camera', '=', camera)
    .where('state', '=', 'proposed')
    .execute();
}
