import {
  archiveRulesSchema,
  type ArchiveRules,
  type CameraHealth,
  type CameraSource,
  type RecorderCameraConfig,
  type RecorderCameraView,
  type RecorderPtz,
  type SourceFault,
} from '@sitecast/contract';
import { findRungs } from './ladder/rungs.ts';
import type { Edition } from './public/edition.ts';

/** What may be said of a source: its kind and host, never its address or password (CTRL2). */
export function toSourceView(source: CameraSource, ingestUrl: string | null): RecorderCameraView['source'] {
  switch (source.kind) {
    case 'rtsp':
    case 'hls':
    case 'mjpeg':
    case 'jpeg': {
      const url = URL.parse(source.url);
      return {
        kind: source.kind,
        host: url?.hostname ?? null,
        hasPassword: (url?.password ?? '') !== '',
        ingestUrl: null,
      };
    }
    case 'rtmp':
    case 'srt':
    case 'whip':
    case 'site':
      return { kind: source.kind, host: null, hasPassword: true, ingestUrl };
    case 'file':
      return { kind: source.kind, host: null, hasPassword: false, ingestUrl: null };
  }
}

const defaultRules = archiveRulesSchema.parse({});

/** The archive's rules of a camera, or the default ones where it was given none. */
export function toArchiveRules(config: RecorderCameraConfig): ArchiveRules {
  return config.archive ?? defaultRules;
}

/** What of an edition can be asked for now; `mayShrink`: this machine makes renditions. */
export function toRecorded(
  edition: Edition,
  config: RecorderCameraConfig,
  mayShrink: boolean,
): RecorderCameraView['recorded']['public'] {
  const { live, stills } = edition;
  return {
    playlist: live.playlist !== null,
    still: stills.listDays().length > 0,
    adaptive: mayShrink && hasLadder(edition, config) && findRungs(live.listed.segments).length > 0,
  };
}

/** Whether renditions may be made of it: where they are wanted, and where most browsers cannot play what came (H.265). */
export function hasLadder({ live }: Edition, config: RecorderCameraConfig): boolean {
  const family = live.listed.segments.at(-1)?.segment.init.setup.family;
  return config.ladder === true || (family !== undefined && family !== 'avc');
}

export interface CameraFigures {
  health: CameraHealth;
  fault: SourceFault | null;
  restarts: number;
  recordedFromMs: number | null;
  bitsPerSecond: number | null;
  framesPerSecond: number | null;
  clockErrorMs: number | null;
  recorded: RecorderCameraView['recorded'];
  ptz: RecorderPtz | null;
}

/** The control door's view of a camera, by allow-list. */
export function toCameraView(
  id: string,
  config: RecorderCameraConfig,
  figures: CameraFigures,
  ingestUrl: string | null,
): RecorderCameraView {
  const { health, fault, restarts, recordedFromMs, bitsPerSecond, framesPerSecond, clockErrorMs, recorded, ptz } =
    figures;
  return {
    id,
    published: config.published,
    retentionDays: config.retentionDays,
    archive: toArchiveRules(config),
    source: toSourceView(config.source, ingestUrl),
    health: { state: health.state, since: health.since, lastFrameAt: health.lastFrameAt },
    fault,
    restarts,
    recordedFrom: recordedFromMs === null ? null : new Date(recordedFromMs).toISOString(),
    bitsPerSecond,
    framesPerSecond,
    privacy: config.privacy ?? null,
    ladder: config.ladder ?? false,
    dial: config.dial ?? null,
    recorded,
    clockErrorMs,
    ptz,
  };
}
