import { join } from 'node:path';
import type {
  CameraState,
  OnvifAddress,
  RecorderCameraConfig,
  RecorderCameraView,
  SourceFault,
} from '@sitecast/contract';
import type { FfmpegCapabilities } from '../ffmpeg/capabilities.ts';
import { createHealthMonitor } from '../health/monitor.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/log.ts';
import type { OnvifDevice } from '../sources/onvif/onvif-device.ts';
import type { OpenedSource } from '../sources/open.ts';
import { createFootageReader } from '../storage/footage/footage-reader.ts';
import { createFootageWriter } from '../storage/footage/footage-writer.ts';
import { createStillArchive } from '../storage/still/still-archive.ts';
import { describePublicStill, findSpan, toPublicState, toSpans } from '../privacy/public-span.ts';
import { createTimeLapse, type TimeLapse } from '../time-lapse/time-lapse.ts';
import { createCameraArchive, type CameraArchive } from './archive/camera-archive.ts';
import type { WorkQueue } from './archive/work-queue.ts';
import { toArchiveRules, toCameraView, toRecorded } from './camera-view.ts';
import { createFootageRecorder } from './footage/footage-recorder.ts';
import { createFrameDate } from './ingest/frame-date.ts';
import { createIngest } from './ingest/ingest.ts';
import { createOwedNote } from './intake/owed-note.ts';
import { createSegmentIntake, type SegmentIntake } from './intake/segment-intake.ts';
import { createLiveEdge } from './live/live-edge.ts';
import { createPackager, type PackagedSegment } from './live/packager.ts';
import { createSequenceFile } from './live/sequence-file.ts';
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

/** The newest still is this old before the next one is kept: a source that flaps gives one at each start. */
const stillPauseMs = 50_000;

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
  /** Its segments and stills come whole, with the names and times a recorder at the site gave them. */
  const isSent = config.source.kind === 'site';
  const log = deps.log.child({ camera: id });
  const folder = toMediaFolder(deps.folder, id);
  const sequence = createSequenceFile(join(folder, 'sequence'));
  const live = createLiveEdge(await sequence.start(clock.nowMs()), () => packager.figures.pauseMs);
  const footage = createFootageReader(folder);
  const stills = createStillArchive(join(deps.folder, 'stills', id));
  const health = createHealthMonitor({ startedAtMs: clock.nowMs() });
  /** It is back for so short a time that nobody can know yet whether it moved. */
  const isFresh = (): boolean => {
    const { state, since } = health.health;
    return state === 'live' && clock.nowMs() - Date.parse(since) < knownViewMs;
  };
  const edition = await createPublicEdition({
    ...deps,
    log,
    camera: id,
    config,
    sealed: { live, footage, stills },
    pauseMs: () => packager.figures.pauseMs,
    // On its way it shows what no mask was drawn for.
    hasMoved: () => health.health.state === 'moved' || turn.isTurning,
    isTurning: () => turn.isTurning,
    isFresh: () => isSent && isFresh(),
  });
  const owed = createOwedNote(() => clock.nowMs());
  const archive = createCameraArchive(id, join(deps.folder, 'archive', id), {
    rules: () => toArchiveRules(config),
    footage,
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
    nowMs: () => clock.nowMs(),
  });
  const recorder = createFootageRecorder(createFootageWriter(folder), { ...deps, log });
  const taken = createFrameDate();
  let lastStillMs = Number.NEGATIVE_INFINITY;

  const arrival = createArrivalStill({
    ffmpegPath: deps.ffmpeg.path,
    keep: (atMs, jpeg) => stills.keep(atMs, jpeg),
    log,
  });
  const turn = createCameraTurn({
    address: () => config.onvif ?? null,
    open: deps.openOnvif,
    log,
    stood: () => arrival.want(clock.nowMs()),
    changed(state) {
      health.turnView(turn.isTurning);
      if (state === 'arrived' || state === 'lost') {
        // What it shows now is what it was told to show.
        health.acceptView(clock.nowMs());
      }
      void settle().then(() => changed(camera.view));
    },
  });

  const show = (packaged: PackagedSegment): void => {
    arrival.see(packaged.segment);
    live.append(packaged.segment, packaged.initId);
    edition.segment(packaged);
    sequence.reserve(live.next).catch((error: unknown) => log.error({ err: error }, 'numbers were not put by'));
  };
  const packager = createPackager((packaged) => {
    show(packaged);
    void recorder.record(packaged.segment, packaged.initId).then(() => deps.forward(id, packaged));
  });
  const intake = createSegmentIntake({
    nowMs: () => clock.nowMs(),
    retentionDays: () => config.retentionDays,
    hasRoom: deps.hasRoom,
    footage,
    async keepStill(atMs, jpeg) {
      const isKept = await stills.keep(atMs, jpeg);
      // One that could not be masked stays sealed.
      if (isKept)
        await edition.lateStill(atMs, jpeg).catch((error: unknown) => log.error({ err: error }, 'not masked'));
      return isKept;
    },
    show(packaged) {
      packager.measure(packaged.segment);
      show(packaged);
      deps.carry(id, packaged.segment);
    },
    record: ({ segment, initId }) => recorder.record(segment, initId),
    reopen: (startMs) => archive.reopen(startMs),
    // While a camera comes back, what masks it live is a moment late as well.
    kept: async (segment, wasLive) => {
      if (!wasLive || isFresh() || silent.has(health.health.state)) await edition.lateSegment(segment);
    },
    owed,
  });

  /** What is coming in can be watched before its segment is whole. */
  const follow = (): void => {
    live.extend(packager.open);
    edition.extend(packager.open);
  };

  const keepStill = (jpeg: Buffer): void => {
    const nowMs = clock.nowMs();
    if (isSent || nowMs - lastStillMs < stillPauseMs) return;
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
        edition.breakRun();
        follow();
        health.sourceDown(clock.nowMs());
        changed(camera.view);
      },
    },
    {
      init(init) {
        taken.begin(init.timescale);
        if (!isSent) packager.init(init);
        edition.init(init);
        follow();
      },
      fragment(fragment) {
        const nowMs = clock.nowMs();
        if (!isSent) packager.fragment(fragment, nowMs);
        // By the clock of who took it: a segment on a slow line is seconds old when it comes.
        edition.fragment(fragment, taken.date(fragment, ingest.beganAtMs) ?? nowMs);
        follow();
        health.fragmentArrived(nowMs);
      },
      loss() {
        packager.breakRun();
        edition.breakRun();
        follow();
      },
      thumbnail: (gray) => health.thumbnail(gray, clock.nowMs()),
      still: keepStill,
      line: () => undefined,
    },
  );
  const stopListening = health.onChange(({ state }) => {
    if (state === 'moved') turn.moved();
    changed(camera.view);
  });
  const settle = (): Promise<void> =>
    edition.settle().catch((error: unknown) => log.error({ err: error }, 'what is public could not be settled'));

  const none = { playlist: false, still: false, adaptive: false };
  const readRecorded = (): RecorderCameraView['recorded'] => ({
    public: edition.isOpen ? toRecorded(edition, config, deps.mayShrink) : none,
    sealed: toRecorded({ live, footage, stills }, config, deps.mayShrink),
  });
  let toldRecorded = '';
  let isClosed = false;
  /** The first segment and the first still change no state, but there are addresses from then on. */
  const tellRecorded = (): void => {
    const recorded = JSON.stringify(readRecorded());
    if (recorded === toldRecorded || isClosed) return;
    toldRecorded = recorded;
    changed(camera.view);
  };

  const findFault = (): SourceFault | null =>
    ingest.fault ?? (packager.figures.lacksKeyframes ? 'keyframes-too-far-apart' : null);

  const camera: Camera = {
    id,
    config,
    live,
    footage,
    stills,
    public: edition,
    timeLapse,
    archive,
    intake,
    turn,
    get view() {
      const { bitsPerSecond, framesPerSecond } = packager.figures;
      const { restarts } = ingest;
      const { recordedFromMs } = recorder;
      return toCameraView(
        id,
        config,
        {
          health: health.health,
          fault: findFault(),
          restarts,
          recordedFromMs,
          bitsPerSecond,
          framesPerSecond,
          clockErrorMs: ingest.clockErrorMs,
          recorded: readRecorded(),
          ptz: turn.view,
        },
        deps.toIngestUrl(id, config.source),
      );
    },
    async start() {
      await stills.start();
      await archive.open(deps.aliveMs());
      await edition.start();
      await timeLapse.start();
      await camera.refresh();
      ingest.start();
    },
    tick() {
      health.tick(clock.nowMs());
      archive.note(health.health.state, deps.hasRoom(), clock.nowMs());
      void settle().then(tellRecorded);
    },
    configured: settle,
    acceptView: () => health.acceptView(clock.nowMs()),
    async refresh() {
      recorder.recordedFromMs = await footage.findOldest();
    },
    async close() {
      isClosed = true;
      stopListening();
      live.close();
      await turn.close();
      await ingest.close();
      packager.breakRun();
      await edition.close();
      await recorder.close();
      await archive.close();
    },
  };
  return camera;
}
