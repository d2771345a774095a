import { join } from 'node:path';
import type { CameraState, OnvifAddress, RecorderCameraConfig, RecorderCameraView } from '@sitecast/contract';
import type { FfmpegCapabilities } from '../ffmpeg/capabilities.ts';
import { createHealthMonitor } from '../health/monitor.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/log.ts';
import type { OnvifDevice } from '../sources/onvif/onvif-device.ts';
import type { OpenedSource } from '../sources/open.ts';
import { createStillArchive } from '../storage/still/still-archive.ts';
import { describePublicStill, findSpan, toPublicState, toSpans } from '../privacy/public-span.ts';
import { createTimeLapse, type TimeLapse } from '../time-lapse/time-lapse.ts';
import { createCameraArchive, type CameraArchive } from './archive/camera-archive.ts';
import type { WorkQueue } from './archive/work-queue.ts';
import { createCameraReport } from './camera-report.ts';
import { toArchiveRules } from './camera-view.ts';
import { openCameraFootage } from './footage/camera-footage.ts';
import { createInflow } from './ingest/inflow.ts';
import { createIngest } from './ingest/ingest.ts';
import { createOwedNote } from './intake/owed-note.ts';
import { createSegmentIntake, type SegmentIntake } from './intake/segment-intake.ts';
import type { PackagedSegment } from './live/packager.ts';
import type { Edition } from './public/edition.ts';
import { createPublicEdition, type PublicEdition } from './public/public-edition.ts';
import { createCameraTurn, type CameraTurn } from './turning/camera-turn.ts';
import { createArrivalStill } from './turning/arrival-still.ts';

export interface CameraDeps {
  /** `recorder/` below the data folder. */
  folder: string;
  ffmpeg: FfmpegCapabilities;
  /** Environment by which our ffmpeg processes are known. */
  mark: Readonly<Record<string, string>>;
  open: (camera: string, source: RecorderCameraConfig['source']) => Promise<OpenedSource>;
  /** Where a pushing camera sends to, without its key. */
  toIngestUrl: (camera: string, source: RecorderCameraConfig['source']) => string | null;
  openOnvif: (address: OnvifAddress) => OnvifDevice;
  clock: Clock;
  random: () => number;
  log: Logger;
  hasRoom: () => boolean;
  diskFailed: () => void;
  /** Drawing for the archive, over all cameras. */
  queue: WorkQueue;
  /** Masking what came late, over all cameras: nobody waits for it, so it must not stand before what somebody waits for. */
  maskQueue: WorkQueue;
  /** A recorder at a site sent a live segment: its ffmpeg here looks at it for health and masks. */
  carry: (camera: string, segment: PackagedSegment['segment']) => void;
  /** A segment is on disk, or will never be: what is to be sent on is sent from here. */
  forward: (camera: string, packaged: PackagedSegment) => void;
  /** Whether this machine makes smaller renditions. */
  mayShrink: boolean;
  /** When the recorder ran last, before this start; null where it never did. */
  aliveMs: () => number | null;
}

/** Its own edition is sealed: the picture as it came, for those alone who may see that. */
export interface Camera extends Edition {
  readonly id: string;
  readonly config: RecorderCameraConfig;
  /** What everybody else gets. */
  readonly public: PublicEdition;
  readonly timeLapse: TimeLapse;
  readonly archive: CameraArchive;
  /** What a recorder at a site sends of it comes in here. */
  readonly intake: SegmentIntake;
  /** Moving it to one of its presets. */
  readonly turn: CameraTurn;
  readonly view: RecorderCameraView;
  start(): Promise<void>;
  /** Called about once a second: states that come from silence. */
  tick(): void;
  /** Looks again for the oldest footage, after some was removed. */
  refresh(): Promise<void>;
  /** Its configuration changed: what is public now is settled before this is done. */
  configured(): Promise<void>;
  /** What it shows now is what it should show. */
  acceptView(): void;
  close(): Promise<void>;
}

/** How long a picture must be there before it would be known to have moved, and somewhat more. */
const knownViewMs = 25_000;

/** Nothing came until now. */
const silent = new Set<CameraState>(['starting', 'unknown', 'stalled', 'offline']);

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
  const nowMs = (): number => clock.nowMs();
  const isSent = config.source.kind === 'site';
  const log = deps.log.child({ camera: id });
  const own = await openCameraFootage(toMediaFolder(deps.folder, id), {
    ...deps,
    log,
    shown(packaged) {
      arrival.see(packaged.segment);
      edition.segment(packaged);
    },
    recorded: (packaged) => deps.forward(id, packaged),
  });
  const stills = createStillArchive(join(deps.folder, 'stills', id));
  const sealed: Edition = { live: own.live, footage: own.kept, stills };
  const health = createHealthMonitor({ startedAtMs: nowMs() });
  /** It is back for so short a time that nobody can know yet whether it moved. */
  const isFresh = (): boolean => {
    const { state, since } = health.health;
    return state === 'live' && nowMs() - Date.parse(since) < knownViewMs;
  };
  const edition = await createPublicEdition({
    ...deps,
    log,
    camera: id,
    config,
    sealed,
    pauseMs: () => own.figures.pauseMs,
    // On its way it shows what no mask was drawn for.
    hasMoved: () => health.health.state === 'moved' || turn.isTurning,
    isTurning: () => turn.isTurning,
    isFresh: () => isSent && isFresh(),
  });
  const settle = (): Promise<void> =>
    edition.settle().catch((error: unknown) => log.error({ err: error }, 'what is public could not be settled'));

  const owed = createOwedNote(nowMs);
  const archive = createCameraArchive(id, join(deps.folder, 'archive', id), {
    rules: () => toArchiveRules(config),
    footage: own.kept,
    kept: stills,
    stills: edition.stills,
    describe: (atMs) => describePublicStill(config.privacy, atMs),
    silence: isSent ? 'uplink-offline' : 'source-offline',
    playable: edition.undelayed.footage,
    ...(isSent && { backFill: { owed, listUnmasked: () => edition.listUnmasked() } }),
    ffmpegPath: deps.ffmpeg.path,
    queue: deps.queue,
    log,
  });
  const timeLapse = createTimeLapse({
    folder: join(deps.folder, 'time-lapse', id),
    ffmpeg: deps.ffmpeg.path,
    // A time-lapse is for everyone.
    stills: {
      ...edition.stills,
      describe: (atMs) => describePublicStill(config.privacy, atMs),
      isShown: (atMs) => findSpan(toSpans(config.privacy), atMs) !== null,
    },
    publicState: () => toPublicState(config.privacy),
    nowMs,
  });

  const arrival = createArrivalStill({
    ffmpegPath: deps.ffmpeg.path,
    keep: (atMs, jpeg) => stills.keep(atMs, jpeg),
    log,
  });
  const turn = createCameraTurn({
    address: () => config.onvif ?? null,
    open: deps.openOnvif,
    log,
    stood: () => arrival.want(nowMs()),
    changed(state) {
      health.turnView(turn.isTurning);
      // What it shows now is what it was told to show.
      if (state === 'arrived' || state === 'lost') health.acceptView(nowMs());
      void settle().then(() => report.tell());
    },
  });

  const intake = createSegmentIntake({
    nowMs,
    retentionDays: () => config.retentionDays,
    hasRoom: deps.hasRoom,
    footage: own.kept,
    async keepStill(atMs, jpeg) {
      const isKept = await stills.keep(atMs, jpeg);
      // One that could not be masked stays sealed.
      if (isKept)
        await edition.lateStill(atMs, jpeg).catch((error: unknown) => log.error({ err: error }, 'not masked'));
      return isKept;
    },
    show(packaged) {
      own.show(packaged);
      deps.carry(id, packaged.segment);
    },
    record: (packaged) => own.record(packaged),
    reopen: (startMs) => archive.reopen(startMs),
    // While a camera comes back, what masks it live is a moment late as well.
    kept: async (segment, wasLive) => {
      if (!wasLive || isFresh() || silent.has(health.health.state)) await edition.lateSegment(segment);
    },
    owed,
  });

  const inflow = createInflow({
    clock,
    isSent,
    footage: own,
    edition,
    health,
    beganAtMs: () => ingest.beganAtMs,
    keepStill(atMs, jpeg) {
      stills.keep(atMs, jpeg).catch((error: unknown) => {
        log.error({ err: error }, 'a still could not be kept');
        deps.diskFailed();
      });
    },
  });
  const ingest = createIngest(
    {
      source: config.source,
      open: (source) => deps.open(id, source),
      ffmpeg: deps.ffmpeg,
      mark: deps.mark,
      log,
      random: deps.random,
      runEnded() {
        inflow.stop();
        report.tell();
      },
    },
    inflow.sink,
  );

  const report = createCameraReport(id, {
    config,
    mayShrink: deps.mayShrink,
    ingestUrl: () => deps.toIngestUrl(id, config.source),
    health,
    footage: own,
    ingest,
    turn,
    sealed,
    edition,
    changed,
  });
  const stopListening = health.onChange(({ state }) => {
    if (state === 'moved') turn.moved();
    report.tell();
  });
  let isClosed = false;

  return {
    id,
    config,
    ...sealed,
    public: edition,
    timeLapse,
    archive,
    intake,
    turn,
    get view() {
      return report.view;
    },
    async start() {
      await stills.start();
      await archive.open(deps.aliveMs());
      await edition.start();
      await timeLapse.start();
      await own.refresh();
      ingest.start();
    },
    tick() {
      health.tick(nowMs());
      archive.note(health.health.state, deps.hasRoom(), nowMs());
      void settle().then(() => {
        if (!isClosed) report.tellRecorded();
      });
    },
    configured: settle,
    acceptView: () => health.acceptView(nowMs()),
    refresh: () => own.refresh(),
    async close() {
      isClosed = true;
      stopListening();
      own.closeLive();
      await turn.close();
      await ingest.close();
      own.breakRun();
      await edition.close();
      await own.close();
      await archive.close();
    },
  };
}
