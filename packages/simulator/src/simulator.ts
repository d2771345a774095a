import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { startSceneCamera, type SceneCamera } from './camera/camera.ts';
import { startOnvifDevice, type OnvifDevice } from './camera/onvif-device.ts';
import type { OnvifPreset } from './camera/onvif-preset.ts';
import { createRtmpPusher, type RtmpPusher, type RtmpTarget } from './camera/rtmp-pusher.ts';
import { demoCameras, type DemoCamera } from './demo-cameras.ts';
import { backFillStills } from './history/back-fill.ts';
import { createHttpClient, toTokenFile } from './http-client.ts';
import type { ProgressCurve } from './progress-curve.ts';
import { retry } from './retry.ts';
import { createSceneSource } from './scene/scene-source.ts';
import type { Settings } from './settings.ts';
import { createSiteServer } from './site-server.ts';

export type Simulator = {
  /** Resolves with the port of the first camera when all cameras run. */
  start: () => Promise<number>;
  close: () => Promise<void>;
};

export type SimulatorOptions = { settings: Settings; ffmpeg: string; say: (line: string) => void; now?: () => number };

const size = { width: 1_280, height: 720 };
const refreshEveryMs = 15_000;
/** What is drawn at random is the same on every machine. */
const sceneSeed = 20_250_912;

/** The demo's cameras: drawn from the project's percent, announced to the server, with their past in the recorder. */
export function createSimulator(options: SimulatorOptions): Simulator {
  const { settings, say } = options;
  const now = options.now ?? Date.now;
  const stop = new AbortController();
  const { signal } = stop;
  const cameras: SceneCamera[] = [];
  const pushers: RtmpPusher[] = [];
  const devices: OnvifDevice[] = [];
  const tasks: Promise<void>[] = [];
  const server = createSiteServer(
    createHttpClient({
      baseUrl: settings.serverUrl,
      tokenFile: toTokenFile(settings.dataFolder, 'operator.token'),
      signal,
    }),
  );
  let curve: ProgressCurve = { percentNow: 0, percentAt: () => 0 };

  /** Tells each new fault once, not each try. */
  function createTeller(what: string): (error: unknown) => void {
    let told = '';
    return (error) => {
      const fault = error instanceof Error ? error.message : 'unknown fault';
      if (fault !== told) say(`${what}: ${fault}; trying again`);
      told = fault;
    };
  }

  function run(task: () => Promise<void>): void {
    tasks.push(
      task().catch((error: unknown) => {
        if (!signal.aborted) say(`a task ended: ${error instanceof Error ? error.message : 'unknown fault'}`);
      }),
    );
  }

  /** Null where the recorder takes no pushed streams. */
  async function announcePush(demo: DemoCamera, key: string): Promise<RtmpTarget | null> {
    const ingestUrl = await server.announce(demo, { kind: 'rtmp', key });
    if (ingestUrl === null) return null;
    const { hostname, port, pathname } = new URL(ingestUrl);
    return { host: hostname, port: Number(port) || 1_935, app: pathname.replace(/^\//, ''), key };
  }

  async function startCamera(demo: DemoCamera, index: number): Promise<void> {
    const source = createSceneSource({ view: demo.id, ...size, seed: sceneSeed, percentAt: () => curve.percentNow });
    await source.prepare(now());
    let target: RtmpTarget | null = null;
    const pusher = demo.way === 'rtmp' ? createRtmpPusher({ target: () => target }) : null;
    if (pusher) pushers.push(pusher);
    const open = (port: number): Promise<SceneCamera> =>
      startSceneCamera({
        ...(pusher ? { tap: pusher } : {}),
        ffmpeg: options.ffmpeg,
        source: source.draw,
        ...size,
        port,
        path: demo.id,
        credentials: { user: 'sitecast', password: randomBytes(12).toString('hex'), scheme: 'digest' },
        now,
      });
    const camera = await open(settings.cameraPorts[index] ?? 0).catch((error: unknown) => {
      // Somebody took it meanwhile: any other port does where the recorder may open all of loopback.
      if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return open(0);
      throw error;
    });
    if (signal.aborted) return camera.close();
    cameras.push(camera);
    const device = demo.presets ? await startOrders(demo.presets, camera) : null;
    const onvif = device ? { url: device.url } : undefined;
    const onFault = createTeller(`${demo.id} could not be announced`);
    run(async () => {
      const key = randomBytes(24).toString('hex');
      target = demo.way === 'rtmp' ? await retry(() => announcePush(demo, key), { signal, onFault }) : null;
      const source = { kind: 'rtsp' as const, url: camera.url };
      if (!target) await retry(() => server.announce(demo, source, onvif), { signal, onFault });
      say(`${demo.id} is announced${target ? ' and pushes' : ''}`);
    });
  }

  /** Where a camera is told to turn: on the port after those of the pictures. */
  async function startOrders(presets: readonly OnvifPreset[], camera: SceneCamera): Promise<OnvifDevice> {
    const open = (port: number): Promise<OnvifDevice> =>
      startOnvifDevice({
        port,
        presets,
        reach: { x: size.width, y: size.height },
        credentials: { user: 'sitecast', password: randomBytes(12).toString('hex') },
        turn: (to) => camera.turn(to.x === 0 && to.y === 0 ? null : to),
        now,
      });
    const device = await open(settings.cameraPorts[demoCameras.length] ?? 0).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return open(0);
      throw error;
    });
    devices.push(device);
    return device;
  }

  async function followProgress(): Promise<void> {
    const onFault = createTeller('the progress could not be read');
    for (;;) {
      await wait(refreshEveryMs, undefined, { signal });
      curve = await retry(server.readProgress, { signal, onFault });
    }
  }

  async function drawPast(recorderUrl: string): Promise<void> {
    const tokenFile = toTokenFile(settings.dataFolder, 'control.token');
    const recorder = createHttpClient({ baseUrl: recorderUrl, tokenFile, signal });
    const onFault = createTeller('the past could not be handed over');
    let kept = 0;
    // First what visitors may look at; a camera that is held back has a past too, for the day it is released.
    for (const isHeld of [false, true]) {
      const views = demoCameras.filter(({ heldReason }) => (heldReason !== null) === isHeld).map(({ id }) => id);
      kept += await backFillStills({ recorder, views, curve: () => curve, seed: sceneSeed, now, signal, onFault });
    }
    say(kept === 0 ? 'the past is complete' : `the past is complete with ${kept} new stills`);
  }

  return {
    start: async () => {
      curve = await retry(server.readProgress, { signal, onFault: createTeller('the progress could not be read') });
      await Promise.all(demoCameras.map(startCamera));
      run(followProgress);
      const { recorderUrl } = settings;
      if (recorderUrl === null) say('SITECAST_RECORDER_URL is not set: no past is drawn');
      else if (!settings.drawsPast) say('SITECAST_DEMO_PAST is off: no past is drawn');
      else run(() => drawPast(recorderUrl));
      return cameras[0]?.port ?? 0;
    },
    close: async () => {
      stop.abort();
      await Promise.all([
        ...devices.map((device) => device.close()),
        ...cameras.map((camera) => camera.close()),
        ...pushers.map((pusher) => pusher.close()),
        ...tasks,
      ]);
    },
  };
}
