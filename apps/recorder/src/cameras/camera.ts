import { join } from 'node:path';
import type { RecorderCameraConfig, RecorderCameraView, SourceFault } from '@sitecast/contract';
import type { FfmpegCapabilities } from '../ffmpeg/capabilities.ts';
import { createHealthMonitor } from '../health/monitor.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/log.ts';
import type { OpenedSource } from '../sources/open.ts';
import { createFootageReader, type FootageReader } from '../storage/footage/footage-reader.ts';
import { createFootageWriter } from '../storage/footage/footage-writer.ts';
import { createStillArchive, type StillArchive } from '../storage/still/still-archive.ts';
import { toCameraView } from './camera-view.ts';
import { createFootageRecorder } from './footage/footage-recorder.ts';
import { createIngest } from './ingest/ingest.ts';
import { createLiveEdge, type LiveEdge } from './live/live-edge.ts';
import { createPackager } from './live/packager.ts';
import { createSequenceFile } from './live/sequence-file.ts';

export interface CameraDeps {
  /** `recorder/` below the data folder. */
  folder: string;
  ffmpeg: FfmpegCapabilities;
  /** Environment by which our ffmpeg processes are known. */
  mark: Readonly<Record<string, string>>;
  open: (camera: string, source: RecorderCameraConfig['source']) => Promise<OpenedSource>;
  /** Where a pushing camera sends to, without its key. */
  toIngestUrl: (camera: string, source: RecorderCameraConfig['source']) => string | null;
  clock: Clock;
  random: () => number;
  log: Logger;
  hasRoom: () => boolean;
  diskFailed: () => void;
}

export interface Camera {
  readonly id: string;
  readonly config: RecorderCameraConfig;
  readonly live: LiveEdge;
  readonly footage: FootageReader;
  readonly stills: StillArchive;
  readonly view: RecorderCameraView;
  start(): Promise<void>;
  /** Called about once a second: states that come from silence. */
  tick(): void;
  /** Looks again for the oldest footage, after some was removed. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** The newest still is this old before the next one is kept: a source that flaps gives one at each start. */
const stillPauseMs = 50_000;

/** Where a camera keeps its footage. */
export function toMediaFolder(folder: string, camera: string): string {
  return join(folder, 'media', camera);
}

/** One camera: its ffmpeg, its live edge, its footage and stills, its state. `changed` is called when its view changed. */
export async function openCamera(
  id: string,
  config: RecorderCameraConfig,
  deps: CameraDeps,
  changed: (view: RecorderCameraView) => void,
): Promise<Camera> {
  const { clock } = deps;
  const log = deps.log.child({ camera: id });
  const folder = toMediaFolder(deps.folder, id);
  const sequence = createSequenceFile(join(folder, 'sequence'));
  const live = createLiveEdge(await sequence.start(clock.nowMs()), () => packager.figures.pauseMs);
  const footage = createFootageReader(folder);
  const stills = createStillArchive(join(deps.folder, 'stills', id));
  const recorder = createFootageRecorder(createFootageWriter(folder), { ...deps, log });
  const health = createHealthMonitor({ startedAtMs: clock.nowMs() });
  let lastStillMs = Number.NEGATIVE_INFINITY;

  const packager = createPackager(({ segment, initId }) => {
    live.append(segment, initId);
    recorder.record(segment, initId);
    sequence.reserve(live.next).catch((error: unknown) => log.error({ err: error }, 'numbers were not put by'));
  });

  const keepStill = (jpeg: Buffer): void => {
    const nowMs = clock.nowMs();
    if (nowMs - lastStillMs < stillPauseMs) return;
    lastStillMs = nowMs;
    stills.keep(nowMs, jpeg).catch((error: unknown) => {
      log.error({ err: error }, 'a still could not be kept');
      deps.diskFailed();
    });
  };

  const ingest = createIngest(
    {
      source: config.source,
      open: (source) => deps.open(id, source),
      ffmpeg: deps.ffmpeg,
      mark: deps.mark,
      log,
      random: deps.random,
      runEnded: () => {
        packager.breakRun();
        live.extend(null);
        health.sourceDown(clock.nowMs());
        changed(camera.view);
      },
    },
    {
      init(init) {
        packager.init(init);
        live.extend(null);
      },
      fragment(fragment) {
        const nowMs = clock.nowMs();
        packager.fragment(fragment, nowMs);
        live.extend(packager.open);
        health.fragmentArrived(nowMs);
      },
      loss() {
        packager.breakRun();
        live.extend(null);
      },
      thumbnail: (gray) => health.thumbnail(gray, clock.nowMs()),
      still: keepStill,
      line: () => undefined,
    },
  );
  const stopListening = health.onChange(() => changed(camera.view));

  const findFault = (): SourceFault | null =>
    ingest.fault ?? (packager.figures.lacksKeyframes ? 'keyframes-too-far-apart' : null);

  const camera: Camera = {
    id,
    config,
    live,
    footage,
    stills,
    get view() {
      const { bitsPerSecond, framesPerSecond } = packager.figures;
      const { restarts } = ingest;
      const { recordedFromMs } = recorder;
      return toCameraView(
        id,
        config,
        { health: health.health, fault: findFault(), restarts, recordedFromMs, bitsPerSecond, framesPerSecond },
        deps.toIngestUrl(id, config.source),
      );
    },
    async start() {
      await stills.start();
      await camera.refresh();
      ingest.start();
    },
    tick: () => health.tick(clock.nowMs()),
    async refresh() {
      recorder.recordedFromMs = await footage.findOldest();
    },
    async close() {
      stopListening();
      live.close();
      await ingest.close();
      packager.breakRun();
      await recorder.close();
    },
  };
  return camera;
}
