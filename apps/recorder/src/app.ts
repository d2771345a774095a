import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { mediaPaths, smallStillWidth, type CameraState } from '@sitecast/contract';
import { EnvironmentFaults, readOrCreateSecret, takeInstanceLock, type InstanceLock } from '@sitecast/program';
import { createAliveMark } from './cameras/archive/alive-mark.ts';
import { createWorkQueue } from './cameras/archive/work-queue.ts';
import { createClipDesk } from './cameras/clips/clip-desk.ts';
import { createCameraStore } from './cameras/configuration/camera-store.ts';
import { createLadderDesk } from './cameras/ladder/ladder-desk.ts';
import { createHousekeeping } from './cameras/housekeeping.ts';
import { createSmallStills } from './cameras/public/small-stills.ts';
import { createCameraRegistry, type CameraRegistry } from './cameras/registry.ts';
import type { FfmpegCapabilities } from './ffmpeg/capabilities.ts';
import { endOrphans, toIngestMark } from './ffmpeg/orphan.ts';
import { shrinkStill } from './ffmpeg/small-still.ts';
import { createBearerCheck } from './http/bearer.ts';
import { createControlEvents } from './http/control-events.ts';
import { createControlHandler } from './http/control.ts';
import { createHttpServer } from './http/http-server.ts';
import { createMediaHandler } from './http/media.ts';
import { createUplinkDoor } from './http/uplink-door.ts';
import { createWhipDoor } from './http/whip-door.ts';
import { createOperationHandler } from './http/operation.ts';
import type { Clock } from './platform/clock.ts';
import type { RecorderConfig } from './platform/config.ts';
import { createPassDoor } from './http/footage-pass.ts';
import type { Logger } from './platform/log.ts';
import { createMetrics, type RecorderMeasures } from './platform/metrics.ts';
import { checkOnvif, checkSource } from './sources/check.ts';
import { createSourceGuard, type SourceGuard } from './sources/guard.ts';
import { createOnvifDevice } from './sources/onvif/onvif-device.ts';
import { openSource } from './sources/open.ts';
import { createPushOutlets } from './sources/pushed/push-outlets.ts';
import { createRtmpIngest } from './sources/rtmp/ingest.ts';
import { createSiteOutlets } from './sources/site/site-outlets.ts';
import { createWhipIngest } from './sources/whip/ingest.ts';
import { whipPaths } from './sources/whip/paths.ts';
import { createUplink } from './uplink/uplink.ts';
import { createRestreamDesk } from './channels/restream-desk.ts';
import { createRestreamStore } from './channels/restream-store.ts';
import { createTimeLapseWorker } from './time-lapse/worker.ts';

export interface RecorderDeps {
  config: RecorderConfig;
  ffmpeg: FfmpegCapabilities;
  clock: Clock;
  random: () => number;
  log: Logger;
}

export interface Recorder {
  /** Recovers what is on disk, starts every camera, then listens. Answers the port. */
  start(): Promise<number>;
  /** Ends every ffmpeg and writes what is whole. */
  close(): Promise<void>;
  readonly registry: CameraRegistry;
}

/** The composition root: it alone knows everyone. */
export async function createRecorder(deps: RecorderDeps): Promise<Recorder> {
  const { config, ffmpeg, clock, log } = deps;
  const data = resolve(config.dataFolder);
  const folder = join(data, 'recorder');
  const importDir = join(folder, 'import');
  const secrets = join(data, 'secrets');
  const createSecret = () => randomBytes(32).toString('hex');
  const token = await readOrCreateSecret(secrets, 'control.token', createSecret);
  const key = await readOrCreateSecret(secrets, 'recorder.key', createSecret);
  const guard = createGuard(config.sourceHosts);
  const pushed = createPushOutlets();
  const rtmp =
    config.rtmpPort === null
      ? null
      : createRtmpIngest({
          outlets: pushed,
          host: config.host,
          port: config.rtmpPort,
          keyOf: (camera) => findKey(registry, camera, 'rtmp'),
        });
  const whip = createWhipIngest(
    { host: config.host, address: config.whipAddress, ports: config.whipPorts },
    pushed,
    (error) => log.error({ err: error }, 'the receiver of WebRTC failed'),
  );
  const site = createSiteOutlets();
  /** Where this recorder answers, once it does. */
  let origin: string | null = null;
  const uplink =
    config.uplinkOrigin === null
      ? null
      : createUplink({
          origin: config.uplinkOrigin,
          bitsPerSecond: config.uplinkBitsPerSecond,
          folder: join(folder, 'uplink'),
          secrets,
          cameras: () => registry.list(),
          clock,
          random: deps.random,
          log,
        });
  const mostRenditions = config.mostRenditions ?? Math.max(1, Math.floor(availableParallelism() / 2));
  const ladder = createLadderDesk({ ffmpeg, most: mostRenditions, log, now: () => performance.now() });
  const alive = createAliveMark(join(folder, 'archive', 'alive'), clock);
  let aliveMs: number | null = null;
  let isReady = false;
  let lock: InstanceLock | null = null;

  const housekeeping = createHousekeeping({
    folder,
    floorBytes: config.freeSpaceFloorBytes,
    registry: () => registry,
    clock,
    log,
  });
  const registry = createCameraRegistry({
    folder,
    ffmpeg,
    mark: toIngestMark(data, process.pid),
    open: (camera, source) =>
      openSource(source, { camera, guard, importDir, rtmp, whip, site, ffmpeg, srtHost: config.host }),
    toIngestUrl(camera, source) {
      if (source.kind === 'srt') return `srt://${config.host}:${source.port}`;
      if (source.kind === 'site') return origin;
      if (source.kind === 'whip') return origin === null ? null : `${origin}${whipPaths.camera(camera)}`;
      return source.kind === 'rtmp' ? (rtmp?.ingestUrl(camera) ?? null) : null;
    },
    clock,
    random: deps.random,
    log,
    carry: (camera, segment) => site.carry(camera, segment),
    forward: (camera, { segment }) => uplink?.forward(camera, segment),
    hasRoom: () => housekeeping.hasRoom,
    diskFailed: () => housekeeping.look(),
    queue: createWorkQueue(),
    maskQueue: createWorkQueue(),
    mayShrink: mostRenditions > 0,
    aliveMs: () => aliveMs,
    store: createCameraStore(join(folder, 'cameras'), key),
    check: (source) => checkSource(source, guard, importDir),
    checkOnvif: (address) => checkOnvif(address, guard),
    openOnvif: (address) => createOnvifDevice({ address, guard, nowMs: () => clock.nowMs() }),
  });
  const restreams = createRestreamDesk({
    ffmpeg: ffmpeg.path,
    guard,
    clock,
    random: deps.random,
    log,
    store: createRestreamStore(join(folder, 'restreams'), key),
    findPlaylist(id) {
      const camera = registry.find(id);
      const isShown = origin !== null && camera?.public.isOpen === true && camera.public.live.playlist !== null;
      // A camera that says nothing any more has an old list: it is no broadcast.
      const isMoving = camera !== null && liveStates.has(camera.view.health.state);
      return isShown && isMoving ? `${origin}${mediaPaths.live(id)}` : null;
    },
  });
  const timeLapses = createTimeLapseWorker({
    list: () => registry.list(),
    hasRoom: () => housekeeping.hasRoom,
    log,
  });
  const passes = createPassDoor(key);
  const clips = createClipDesk({
    folder: join(folder, 'clips'),
    ffmpegPath: ffmpeg.path,
    findCamera: (id) => registry.find(id),
    clock,
    // An address of its own: whoever knows it may fetch the clip.
    createId: () => randomBytes(16).toString('hex'),
    hasRoom: () => housekeeping.hasRoom,
    log,
  });
  const events = createControlEvents(registry, clock);
  const isControl = createBearerCheck(token);

  const measure = (): RecorderMeasures => ({
    cameras: registry.list().map(({ view }) => ({
      id: view.id,
      isLive: view.health.state === 'live',
      restarts: view.restarts,
      bitsPerSecond: view.bitsPerSecond,
      frameAgeS:
        view.health.lastFrameAt === null ? null : (clock.nowMs() - Date.parse(view.health.lastFrameAt)) / 1_000,
    })),
    renditions: ladder.running,
    freeBytes: housekeeping.space?.freeBytes ?? null,
    floorBytes: housekeeping.space?.floorBytes ?? null,
    isRecording: housekeeping.hasRoom,
  });
  const metrics = createMetrics(measure);
  const operation = createOperationHandler({
    listTroubles: () => [...(isReady ? [] : ['starting']), ...(housekeeping.hasRoom ? [] : ['disk-full'])],
    readMetrics: () => metrics.read(),
    isMetricsReader: config.metricsToken === null ? null : createBearerCheck(config.metricsToken),
  });
  const server = createHttpServer({
    host: config.host,
    port: config.port,
    log,
    handlers: [
      [
        '/media/',
        createMediaHandler({
          findCamera: (id) => registry.find(id),
          isControl,
          ladder,
          passes,
          findClipFile: (camera, id) => clips.findFile(camera, id),
          nowMs: () => clock.nowMs(),
          smallStills: createSmallStills((jpeg) => shrinkStill(ffmpeg.path, jpeg, smallStillWidth)),
        }),
      ],
      [
        '/control/',
        createControlHandler({
          registry,
          isControl,
          openEvents: (response) => events.open(response),
          hasRoom: () => housekeeping.hasRoom,
          restreams,
          wakeTimeLapse: () => timeLapses.wake(),
          passes,
          clips,
          nowMs: () => clock.nowMs(),
        }),
      ],
      ['/uplink/', createUplinkDoor({ findCamera: (id) => registry.find(id) })],
      ['/whip/', createWhipDoor({ ingest: whip, keyOf: (camera) => findKey(registry, camera, 'whip') })],
      ['/', operation],
    ],
  });

  return {
    registry,
    async start() {
      lock = await takeInstanceLock('recorder', data);
      const orphans = await endOrphans(data);
      if (orphans > 0) log.warn({ orphans }, 'processes of a recorder that was killed were ended');
      await mkdir(importDir, { recursive: true });
      await housekeeping.start();
      aliveMs = await alive.start();
      await pushed.start();
      await rtmp?.start();
      await site.start();
      const port = await server.start();
      origin = `http://${['0.0.0.0', '::'].includes(config.host) ? '127.0.0.1' : config.host}:${port}`;
      await registry.start();
      await uplink?.start();
      await clips.start();
      timeLapses.start();
      await restreams.start();
      isReady = true;
      return port;
    },
    async close() {
      isReady = false;
      events.close();
      await ladder.close();
      await clips.close();
      await timeLapses.close();
      await restreams.close();
      await Promise.all([server.close(), registry.close()]);
      await uplink?.close();
      await rtmp?.close();
      await whip.close();
      await pushed.close();
      await site.close();
      await housekeeping.close();
      alive.close();
      await lock?.release();
    },
  };
}

function createGuard(hosts: string): SourceGuard {
  try {
    return createSourceGuard({ hosts });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new EnvironmentFaults([`SITECAST_SOURCE_HOSTS: ${error.message}`]);
  }
}

/** States in which a camera's picture goes on, whatever may be wrong with it. */
const liveStates = new Set<CameraState>(['live', 'frozen', 'dark', 'obscured', 'moved', 'stalled']);

/** The stream key of a camera that pushes; null where no such camera is known. */
function findKey(registry: CameraRegistry, id: string, kind: 'rtmp' | 'whip'): string | null {
  const source = registry.find(id)?.config.source;
  return source?.kind === kind ? source.key : null;
}
