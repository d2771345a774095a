import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pin } from '@sitecast/contract';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/log.ts';
import {
  makeRoom,
  readDiskSpace,
  removeExpired,
  type DiskSpace,
  type KeptFootage,
} from '../storage/footage/retention.ts';
import { toArchiveRules } from './camera-view.ts';
import type { CameraRegistry } from './registry.ts';

export interface Housekeeping {
  start(): Promise<void>;
  /** Looks soon: the disk refused a write. */
  look(): void;
  /** Whether there is room to record. Live goes on without. */
  readonly hasRoom: boolean;
  readonly space: DiskSpace | null;
  close(): Promise<void>;
}

const periodMs = 30_000;
/** While the disk is full: recording must be back within ten seconds of space. */
const fullPeriodMs = 5_000;
const soonMs = 1_000;
/** Footage of a camera that was removed: kept as long as a camera's is by default. */
const orphanDays = 7;

const toSpan = ({ from, to }: Pin) => ({ fromMs: Date.parse(from), toMs: Date.parse(to) });

/** Keeps footage within its days and the disk above its floor, the oldest first. */
export function createHousekeeping(deps: {
  folder: string;
  floorBytes: number | null;
  registry: () => CameraRegistry;
  clock: Clock;
  log: Logger;
}): Housekeeping {
  const media = join(deps.folder, 'media');
  const masked = join(deps.folder, 'masked');
  let hasRoom = true;
  let space: DiskSpace | null = null;
  let timer: NodeJS.Timeout | null = null;
  let working: Promise<void> = Promise.resolve();
  let isClosed = false;

  const measure = async (): Promise<DiskSpace> => {
    space = await readDiskSpace(media, deps.floorBytes);
    return space;
  };

  const listFootage = async (): Promise<KeptFootage[]> => {
    // What came, and what was masked of it, each in a folder of its own, under the same rules.
    const folders = await Promise.all([media, masked].map(async (root) => ({ root, names: await readdir(root) })));
    return folders.flatMap(({ root, names }) =>
      names.map((name) => {
        const camera = deps.registry().find(name);
        const footageMb = camera?.config.archive?.footageMb ?? null;
        return {
          folder: join(root, name),
          retentionDays: camera?.config.retentionDays ?? orphanDays,
          pins: camera?.archive.pins.list().map(toSpan) ?? [],
          budgetBytes: footageMb === null ? null : footageMb * 1_000_000,
        };
      }),
    );
  };

  /** What closed hours held is put by before they may go. */
  const keepArchives = async (): Promise<void> => {
    for (const camera of deps.registry().list()) {
      try {
        await camera.archive.keepHouse(deps.clock.nowMs());
        await camera.public.thin(toArchiveRules(camera.config), camera.archive.pins.list(), deps.clock.nowMs());
      } catch (error) {
        deps.log.error({ err: error, camera: camera.id }, 'the archive could not be looked after');
      }
    }
  };

  const work = async (): Promise<void> => {
    try {
      await keepArchives();
      const footage = await listFootage();
      const expired = await removeExpired(footage, deps.clock.nowMs());
      const made = await makeRoom(footage, deps.clock.nowMs(), measure);
      if (made.hasRoom !== hasRoom) {
        deps.log.warn(
          { ...space },
          made.hasRoom ? 'recording goes on' : 'the disk is full, recording stops, live goes on',
        );
      }
      hasRoom = made.hasRoom;
      if (expired + made.removed > 0) {
        deps.log.info({ expired, removedForRoom: made.removed }, 'old footage was removed');
        await Promise.all(
          deps
            .registry()
            .list()
            .map((camera) => camera.refresh()),
        );
      }
    } catch (error) {
      deps.log.error({ err: error }, 'the disk could not be looked after');
    }
  };

  const plan = (waitMs: number): void => {
    if (timer) clearTimeout(timer);
    if (isClosed) return;
    timer = setTimeout(() => {
      working = work().then(() => plan(hasRoom ? periodMs : fullPeriodMs));
    }, waitMs);
  };

  return {
    async start() {
      await mkdir(media, { recursive: true });
      await mkdir(masked, { recursive: true });
      await work();
      plan(hasRoom ? periodMs : fullPeriodMs);
    },
    look() {
      if (hasRoom) deps.log.warn('the disk refused a write, recording stops, live goes on');
      hasRoom = false;
      plan(soonMs);
    },
    get hasRoom() {
      return hasRoom;
    },
    get space() {
      return space;
    },
    async close() {
      isClosed = true;
      if (timer) clearTimeout(timer);
      await working;
    },
  };
}
