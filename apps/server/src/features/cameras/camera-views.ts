import {
  mediaPaths,
  type CameraHealth,
  type CameraManageView,
  type CameraView,
  type LocalText,
  type Provenance,
  type RecorderCameraView,
} from '@sitecast/contract';
import type { CameraTable } from './tables.ts';

/** Whether the public knows of it at all. A held camera is listed, without a picture. */
export function isListed(row: CameraTable): boolean {
  return row.published === 1 && row.removed_at === null;
}

/** Whether the public gets its pictures. */
export function isShown(row: CameraTable): boolean {
  return isListed(row) && row.held_reason === null;
}

/** The public's view, by allow-list. The reason of a hold is not for the public. */
export function toCameraView(row: CameraTable, health: CameraHealth): CameraView {
  const shown = isShown(row);
  return {
    id: row.id,
    project: row.project,
    name: JSON.parse(row.name) as LocalText,
    direction: row.direction === null ? null : (JSON.parse(row.direction) as LocalText),
    health: row.held_at === null ? health : { state: 'held', since: row.held_at, lastFrameAt: null },
    playlistUrl: shown ? mediaPaths.live(row.id) : null,
    stillUrl: shown ? mediaPaths.latestStill(row.id) : null,
    delayS: row.delay_s,
    provenance: JSON.parse(row.provenance) as Provenance,
  };
}

/** The managers' view: they may look at a camera that is not public, and see what is wrong with it. */
export function toCameraManageView(
  row: CameraTable,
  health: CameraHealth,
  recorder: RecorderCameraView | null,
): CameraManageView {
  return {
    id: row.id,
    project: row.project,
    name: JSON.parse(row.name) as LocalText,
    direction: row.direction === null ? null : (JSON.parse(row.direction) as LocalText),
    health,
    playlistUrl: mediaPaths.live(row.id),
    stillUrl: mediaPaths.latestStill(row.id),
    delayS: row.delay_s,
    provenance: JSON.parse(row.provenance) as Provenance,
    published: row.published === 1,
    heldReason: row.held_reason,
    version: row.version,
    retentionDays: row.retention_days,
    source: recorder && {
      kind: recorder.source.kind,
      host: recorder.source.host,
      hasPassword: recorder.source.hasPassword,
      ingestUrl: recorder.source.ingestUrl,
    },
    fault: recorder?.fault ?? null,
  };
}
