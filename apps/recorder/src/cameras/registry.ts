import {
  Refusal,
  type OnvifAddress,
  type RecorderCameraChange,
  type RecorderCameraConfig,
  type RecorderCameraView,
} from '@sitecast/contract';
import type { Logger } from '../platform/log.ts';
import { openCamera, type Camera, type CameraDeps } from './camera.ts';
import type { CameraStore } from './configuration/camera-store.ts';

export type RegistryEvent = { type: 'camera'; camera: RecorderCameraView } | { type: 'removed'; id: string };

export interface CameraRegistry {
  /** Opens every camera that is on disk (CTRL1). */
  start(): Promise<void>;
  find(id: string): Camera | null;
  list(): Camera[];
  /** Adds or replaces a camera; the same again changes nothing. Throws Refusal. */
  put(id: string, config: RecorderCameraConfig): Promise<Camera>;
  change(id: string, change: RecorderCameraChange): Promise<Camera>;
  /** Forgets a camera. Its footage stays on disk until it is as old as footage may get. */
  remove(id: string): Promise<void>;
  onEvent(listener: (event: RegistryEvent) => void): () => void;
  close(): Promise<void>;
}

export interface RegistryDeps extends CameraDeps {
  store: CameraStore;
  /** Throws `Refusal('camera.source-refused')`. */
  check: (source: RecorderCameraConfig['source']) => Promise<void>;
  /** Throws `Refusal('camera.source-refused')`. */
  checkOnvif: (address: OnvifAddress) => Promise<void>;
  log: Logger;
}

/** More than one box can pull; what asks for more is a fault of the asker. */
const maxCameras = 200;
const tickMs = 1_000;

/** All cameras of this recorder. Changes are made one after the other, each on disk before it is told. */
export function createCameraRegistry(deps: RegistryDeps): CameraRegistry {
  const cameras = new Map<string, Camera>();
  const listeners = new Set<(event: RegistryEvent) => void>();
  let last: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;

  const tell = (event: RegistryEvent): void => {
    for (const listener of listeners) listener(event);
  };

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(() => {
      if (isClosed) throw new Refusal('server.draining');
      return work();
    });
    last = next.catch(() => undefined);
    return next;
  };

  const open = async (id: string, config: RecorderCameraConfig): Promise<Camera> => {
    const camera = await openCamera(id, config, deps, (view) => tell({ type: 'camera', camera: view }));
    cameras.set(id, camera);
    await camera.start();
    return camera;
  };

  const replace = async (id: string, config: RecorderCameraConfig): Promise<Camera> => {
    const before = cameras.get(id);
    if (before && isSame(before.config, config)) return before;
    if (!before && cameras.size >= maxCameras) throw new Refusal('storage.full', { detail: 'Too many cameras.' });
    if (!before || !isSame(before.config.source, config.source)) await deps.check(config.source);
    if (config.onvif && !isSame(before?.config.onvif, config.onvif)) await deps.checkOnvif(config.onvif);
    await deps.store.write(id, config);
    const camera = before && isSame(before.config.source, config.source) ? before : null;
    if (camera) {
      // The source is the same: viewers and the recording must not notice.
      Object.assign(camera.config, config);
      await camera.configured();
      tell({ type: 'camera', camera: camera.view });
      return camera;
    }
    await before?.close();
    const opened = await open(id, config);
    tell({ type: 'camera', camera: opened.view });
    return opened;
  };

  return {
    async start() {
      const { cameras: known, unreadable } = await deps.store.readAll();
      for (const id of unreadable) deps.log.error({ camera: id }, 'the configuration of a camera cannot be read');
      for (const [id, config] of known) {
        // One camera whose files cannot be read must not take the others down.
        await open(id, config).catch((error: unknown) =>
          deps.log.error({ err: error, camera: id }, 'a camera could not start'),
        );
      }
      timer = setInterval(() => cameras.forEach((camera) => camera.tick()), tickMs);
    },
    find: (id) => cameras.get(id) ?? null,
    list: () => [...cameras.values()],
    put: (id, config) => inTurn(() => replace(id, { ...config })),
    change: (id, change) =>
      inTurn(async () => {
        const camera = cameras.get(id);
        if (!camera) throw new Refusal('camera.not-found');
        const { source, published, retentionDays, archive, ladder, dial, privacy, onvif } = change;
        return replace(id, {
          source: source ?? camera.config.source,
          published: published ?? camera.config.published,
          retentionDays: retentionDays ?? camera.config.retentionDays,
          archive: archive ?? camera.config.archive,
          ladder: ladder ?? camera.config.ladder,
          dial: dial === undefined ? camera.config.dial : dial,
          privacy: privacy ?? camera.config.privacy,
          // null says that there is none any more.
          onvif: onvif === undefined ? camera.config.onvif : onvif,
        });
      }),
    remove: (id) =>
      inTurn(async () => {
        const camera = cameras.get(id);
        if (!camera) throw new Refusal('camera.not-found');
        await deps.store.remove(id);
        cameras.delete(id);
        await camera.close();
        tell({ type: 'removed', id });
      }),
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      await last;
      isClosed = true;
      if (timer) clearInterval(timer);
      await Promise.all([...cameras.values()].map((camera) => camera.close()));
    },
  };
}

/** Both come from the same schema, so their keys are in the same order. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
