import type { Polygon, PublicSpan, RecorderCameraView, TaughtPreset } from '@sitecast/contract';
import { openSpan } from '../../platform/public-spans.ts';
import type { Tx } from '../../platform/store.ts';
import type { PrivacyColumns } from './change-privacy.ts';
import type { CameraParts } from './parts.ts';
import type { CameraTable } from './tables.ts';

/**
 * What changes with a camera that stands at the preset it was told to go to: where it is, and what was approved for what it
 * shows there is in force again. One that somebody else turned is nowhere that is known. null: nothing.
 */
export async function toArrival(
  tx: Tx,
  parts: Pick<CameraParts, 'findPresetMask'>,
  row: CameraTable,
  recorder: RecorderCameraView | null,
  now: string,
): Promise<Partial<PrivacyColumns> | null> {
  if (recorder?.health.state === 'moved' && row.preset !== null) return { preset: null };
  const ptz = recorder?.ptz;
  if (row.turning_to === null || !ptz || ptz.turning) return null;
  const to = JSON.parse(row.turning_to) as TaughtPreset;
  if (ptz.preset !== to.token) return null;
  const stands = { preset: row.turning_to, turning_to: null };
  const mask = row.mask_version === null ? await parts.findPresetMask(tx, row.id, to) : null;
  if (!mask) return stands;
  const masked = (JSON.parse(mask.polygons) as Polygon[]).length > 0;
  const spans = JSON.parse(row.spans) as PublicSpan[];
  // Behind a curtain nothing begins; lifting it does.
  const opened = row.curtain === null ? openSpan(spans, now, masked) : spans;
  return { ...stands, mask_version: mask.version, mask: mask.polygons, spans: JSON.stringify(opened) };
}
