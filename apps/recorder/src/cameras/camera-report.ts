import type { RecorderCameraConfig, RecorderCameraView, SourceFault } from '@sitecast/contract';
import type { HealthMonitor } from '../health/monitor.ts';
import { toCameraView, toRecorded } from './camera-view.ts';
import type { CameraFootage } from './footage/camera-footage.ts';
import type { Ingest } from './ingest/ingest.ts';
import type { Edition } from './public/edition.ts';
import type { PublicEdition } from './public/public-edition.ts';
import type { CameraTurn } from './turning/camera-turn.ts';

export interface CameraReportDeps {
  config: RecorderCameraConfig;
  /** Whether this machine makes smaller renditions. */
  mayShrink: boolean;
  /** Where a pushing camera sends to, without its key; null where none pushes. */
  ingestUrl: () => string | null;
  health: Pick<HealthMonitor, 'health'>;
  footage: Pick<CameraFootage, 'figures' | 'recordedFromMs'>;
  ingest: Pick<Ingest, 'fault' | 'restarts' | 'clockErrorMs'>;
  turn: Pick<CameraTurn, 'view'>;
  sealed: Edition;
  edition: PublicEdition;
  changed: (view: RecorderCameraView) => void;
}

/** What is told of a camera, and when. */
export interface CameraReport {
  readonly view: RecorderCameraView;
  tell(): void;
  /** The first segment and the first still change no state, but there are addresses from then on. */
  tellRecorded(): void;
}

const nothingRecorded = { playlist: false, still: false, adaptive: false };

export function createCameraReport(id: string, deps: CameraReportDeps): CameraReport {
  const { config, footage, ingest, edition, mayShrink } = deps;
  let toldRecorded = '';

  const readRecorded = (): RecorderCameraView['recorded'] => ({
    public: edition.isOpen ? toRecorded(edition, config, mayShrink) : nothingRecorded,
    sealed: toRecorded(deps.sealed, config, mayShrink),
  });

  const findFault = (): SourceFault | null =>
    ingest.fault ?? (footage.figures.lacksKeyframes ? 'keyframes-too-far-apart' : null);

  const report: CameraReport = {
    get view() {
      const { bitsPerSecond, framesPerSecond } = footage.figures;
      const figures = {
        health: deps.health.health,
        fault: findFault(),
        restarts: ingest.restarts,
        recordedFromMs: footage.recordedFromMs,
        bitsPerSecond,
        framesPerSecond,
        clockErrorMs: ingest.clockErrorMs,
        recorded: readRecorded(),
        ptz: deps.turn.view,
      };
      return toCameraView(id, config, figures, deps.ingestUrl());
    },
    tell: () => deps.changed(report.view),
    tellRecorded() {
      const recorded = JSON.stringify(readRecorded());
      if (recorded === toldRecorded) return;
      toldRecorded = recorded;
      report.tell();
    },
  };
  return report;
}
