import { rm, rmdir, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Span } from '@sitecast/hls';
import { hourMs, toFootageHour, toFootagePaths, toPinnedFolder } from './footage-path.ts';
import { listHours } from './footage-reader.ts';
import { keepPinned } from './pinned-hour.ts';

export interface KeptFootage {
  folder: string;
  retentionDays: number;
  /** Moments that stay whatever goes. */
  pins: readonly Span[];
  /** Most bytes of this camera's footage; null: as many as its days give. */
  budgetBytes: number | null;
}

export interface DiskSpace {
  freeBytes: number;
  floorBytes: number;
}

const tenGigabytes = 10_000_000_000;
/** No floor is lower: one segment of each camera must fit, or every write would fail half-way. */
const leastFloorBytes = 16 * 1_048_576;

/** Free space of the disk that holds a folder and the floor below which nothing more is recorded. */
export async function readDiskSpace(folder: string, floorBytes: number | null): Promise<DiskSpace> {
  const disk = await statfs(folder);
  return {
    freeBytes: disk.bavail * disk.bsize,
    floorBytes: Math.max(leastFloorBytes, floorBytes ?? Math.min(tenGigabytes, (disk.blocks * disk.bsize) / 20)),
  };
}

/** Removes footage older than each camera's days, and the oldest above its budget. Answers the hours removed. */
export async function removeExpired(cameras: readonly KeptFootage[], nowMs: number): Promise<number> {
  let removed = 0;
  for (const camera of cameras) {
    const { folder, retentionDays, pins } = camera;
    const isExpired = (hour: number) => hour + hourMs <= nowMs - retentionDays * 86_400_000;
    let excessBytes = await measureExcess(camera);
    for (const hour of await listHours(folder)) {
      if (!isExpired(hour) && (excessBytes <= 0 || hour + hourMs > nowMs)) break;
      excessBytes -= await readLength(folder, hour);
      await removeHour(camera, hour);
      removed += 1;
    }
    for (const hour of await listHours(toPinnedFolder(folder))) {
      if (isExpired(hour) && !pins.some((pin) => pin.fromMs < hour + hourMs && pin.toMs > hour)) {
        await removeHour({ folder: toPinnedFolder(folder), pins: [] }, hour);
      }
    }
  }
  return removed;
}

async function measureExcess({ folder, budgetBytes }: KeptFootage): Promise<number> {
  if (budgetBytes === null) return 0;
  let bytes = 0;
  for (const hour of await listHours(folder)) bytes += await readLength(folder, hour);
  return bytes - budgetBytes;
}

async function readLength(folder: string, hour: number): Promise<number> {
  const { data } = toFootagePaths(folder, toFootageHour(hour));
  return (await stat(data).catch(() => null))?.size ?? 0;
}

/**
 * Removes the oldest hours of all cameras until the disk is above its floor or only the hour being written is left.
 * Answers the hours removed and whether there is room now.
 */
export async function makeRoom(
  cameras: readonly KeptFootage[],
  nowMs: number,
  measure: () => Promise<DiskSpace>,
): Promise<{ removed: number; hasRoom: boolean }> {
  const hasRoom = async () => {
    const { freeBytes, floorBytes } = await measure();
    return freeBytes >= floorBytes;
  };
  if (await hasRoom()) return { removed: 0, hasRoom: true };
  const thisHour = Math.floor(nowMs / hourMs) * hourMs;
  const hours: { camera: KeptFootage; hour: number }[] = [];
  for (const camera of cameras) {
    for (const hour of await listHours(camera.folder)) if (hour < thisHour) hours.push({ camera, hour });
  }
  hours.sort((one, other) => one.hour - other.hour);
  let removed = 0;
  for (const { camera, hour } of hours) {
    await removeHour(camera, hour);
    removed += 1;
    if (await hasRoom()) return { removed, hasRoom: true };
  }
  return { removed, hasRoom: false };
}

async function removeHour({ folder, pins }: Pick<KeptFootage, 'folder' | 'pins'>, hour: number): Promise<void> {
  await keepPinned(folder, hour, pins);
  const { data, index } = toFootagePaths(folder, toFootageHour(hour));
  // The index first: what it no longer names is not asked for while its bytes go.
  await rm(index, { force: true });
  await rm(data, { force: true });
  await rmdir(dirname(data)).catch(() => undefined);
}
