import { rm, rmdir, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hourMs, toFootageHour, toFootagePaths } from './footage-path.ts';
import { listHours } from './footage-reader.ts';

export interface KeptFootage {
  folder: string;
  retentionDays: number;
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

/** Removes footage older than each camera's days. Answers the hours removed. */
export async function removeExpired(cameras: readonly KeptFootage[], nowMs: number): Promise<number> {
  let removed = 0;
  for (const { folder, retentionDays } of cameras) {
    for (const hour of await listHours(folder)) {
      if (hour + hourMs > nowMs - retentionDays * 86_400_000) break;
      await removeHour(folder, hour);
      removed += 1;
    }
  }
  return removed;
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
  const hours: { folder: string; hour: number }[] = [];
  for (const { folder } of cameras) {
    for (const hour of await listHours(folder)) if (hour < thisHour) hours.push({ folder, hour });
  }
  hours.sort((one, other) => one.hour - other.hour);
  let removed = 0;
  for (const { folder, hour } of hours) {
    await removeHour(folder, hour);
    removed += 1;
    if (await hasRoom()) return { removed, hasRoom: true };
  }
  return { removed, hasRoom: false };
}

async function removeHour(folder: string, hour: number): Promise<void> {
  const { data, index } = toFootagePaths(folder, toFootageHour(hour));
  // The index first: what it no longer names is not asked for while its bytes go.
  await rm(index, { force: true });
  await rm(data, { force: true });
  await rmdir(dirname(data)).catch(() => undefined);
}
