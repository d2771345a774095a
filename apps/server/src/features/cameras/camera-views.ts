import {
  mediaPaths,
  type CameraHealth,
  type CameraManageView,
  type CameraView,
  type CurtainScope,
  type LocalText,
  type Provenance,
  type RecorderCameraView,
  type TaughtPreset,
  type WorkingHours,
} from '@sitecast/contract';
import type { DialLimits } from '@sitecast/contract/words';
import { isMisplaced } from './misplaced-mask.ts';
import type { CameraTable } from './tables.ts';

/** Whether the public knows of it at all. A held camera is listed, without a picture. */
export function isListed(row: CameraTable): boolean {
  return row.published === 1 && row.removed_at === null;
}

/** Whether the public gets its pictures: no hold, no curtain, and a mask that somebody reviewed (rule 10). */
export function isShown(row: CameraTable): boolean {
  return isListed(row) && row.held_reason === null && row.curtain === null && row.mask_version !== null;
}

/** How much of its live picture each audience may have; null: all of it. */
export const toDialLimits = (row: CameraTable): DialLimits | null =>
  row.dial === null ? null : (JSON.parse(row.dial) as DialLimits);

/** Since when its pictures are hidden though it is listed. */
function toHeldSince(row: CameraTable): string {
  return row.curtain_at ?? row.held_at ?? row.created_at;
}

/** The public's view, by allow-list. The reason of a hold is not for the public; an address is told once there is something behind it (CTRL5). */
export function toCameraView(row: CameraTable, health: CameraHealth, recorder: RecorderCameraView | null): CameraView {
  const misplaced = isMisplaced(row, health);
  const shown = isShown(row) && !misplaced;
  const recorded = shown ? recorder?.recorded.public : undefined;
  return {
    id: row.id,
    project: row.project,
    name: JSON.parse(row.name) as LocalText,
    direction: row.direction === null ? null : (JSON.parse(row.direction) as LocalText),
    health: shown ? health : { state: 'held', since: misplaced ? health.since : toHeldSince(row), lastFrameAt: null },
    playlistUrl: recorded?.playlist ? mediaPaths.live(row.id) : null,
    adaptiveUrl: recorded?.adaptive ? mediaPaths.adaptive(row.id) : null,
    stillUrl: recorded?.still ? mediaPaths.latestStill(row.id) : null,
    delayS: row.delay_s,
    ...toPublicDepth(recorder),
    dial: toDialLimits(row),
    provenance: JSON.parse(row.provenance) as Provenance,
  };
}

const toPublicDepth = (recorder: RecorderCameraView | null): Pick<CameraView, 'publicMinutes'> =>
  recorder ? { publicMinutes: recorder.archive.publicMinutes } : {};

/** The same camera for those who need not wait, and have a limit of their own; its addresses are the server's, which asks who they are. */
export function toUndelayedView(camera: CameraView): CameraView {
  if (camera.delayS === 0 && !camera.dial) return camera;
  const toPath = (path: string | null): string | null => path && path.replace(/^\/media\//, '/undelayed/');
  return {
    ...camera,
    delayS: 0,
    playlistUrl: toPath(camera.playlistUrl),
    adaptiveUrl: toPath(camera.adaptiveUrl),
    stillUrl: toPath(camera.stillUrl),
  };
}

/** Managers look at what came, past masks, delay and curtain: through the server, which asks who they are. */
const toSealedPath = (path: string): string => path.replace(/^\/media\//, '/sealed/');

function toPtzView(row: CameraTable, recorder: RecorderCameraView | null): CameraManageView['ptz'] {
  if (!recorder?.ptz) return null;
  const { host, hasPassword, turning } = recorder.ptz;
  const at = row.preset === null || turning ? null : (JSON.parse(row.preset) as TaughtPreset);
  return { host, hasPassword, turning, preset: at && { token: at.token, name: at.name } };
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
    playlistUrl: recorder?.recorded.sealed.playlist ? toSealedPath(mediaPaths.live(row.id)) : null,
    adaptiveUrl: recorder?.recorded.sealed.adaptive ? toSealedPath(mediaPaths.adaptive(row.id)) : null,
    stillUrl: recorder?.recorded.sealed.still ? toSealedPath(mediaPaths.latestStill(row.id)) : null,
    delayS: row.delay_s,
    ...toPublicDepth(recorder),
    dial: toDialLimits(row),
    provenance: JSON.parse(row.provenance) as Provenance,
    published: row.published === 1,
    heldReason: row.held_reason,
    version: row.version,
    retentionDays: row.retention_days,
    ladder: row.ladder === 1,
    source: recorder && {
      kind: recorder.source.kind,
      host: recorder.source.host,
      hasPassword: recorder.source.hasPassword,
      ingestUrl: recorder.source.ingestUrl,
    },
    fault: recorder?.fault ?? null,
    mask: {
      version: row.mask_version,
      areas: (JSON.parse(row.mask ?? '[]') as unknown[]).length,
      proposed: row.mask_proposed,
    },
    curtain:
      row.curtain === null || row.curtain_at === null
        ? null
        : { id: row.curtain, scope: (row.curtain_scope ?? 'camera') as CurtainScope, at: row.curtain_at },
    schedule: row.schedule === null ? null : (JSON.parse(row.schedule) as WorkingHours),
    maintenance:
      health.state === 'maintenance' && row.maintenance_until !== null
        ? { until: row.maintenance_until, note: row.maintenance_note }
        : null,
    clockErrorMs: recorder?.clockErrorMs ?? null,
    ptz: toPtzView(row, recorder),
  };
}
