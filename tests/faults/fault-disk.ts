import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, open, rm, statfs, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../support/until.ts';

const run = promisify(execFile);

/** A small disk of its own that can be filled and whose power can be cut. */
export interface FaultDisk {
  /** Where it is mounted. */
  folder: string;
  /** Takes all the room there is. */
  fill(): Promise<void>;
  free(): Promise<void>;
  /**
   * The power goes: what was not written through is lost, and every later write fails. Stop what writes, then
   * `restore`.
   */
  cutPower(): Promise<void>;
  /** The power is back: mounts it again, as it lies on the disk. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** EXT4_IOC_SHUTDOWN of linux/fs/ext4/ext4.h with EXT4_GOING_FLAGS_NOLOGFLUSH: no flush of journal or cache. */
const shutDown = `import fcntl,os,struct,sys
fcntl.ioctl(os.open(sys.argv[1],os.O_RDONLY),0x8004587D,struct.pack('I',2))`;

/** An ext4 in a file that lies in memory, so that how fast it writes through is no matter of the machine's disk. Null where this machine lets us mount none (no root, no loop devices). */
export async function openFaultDisk(megabytes: number): Promise<FaultDisk | null> {
  const home = await mkdtemp(join(tmpdir(), 'sitecast-disk-'));
  const memory = join(home, 'memory');
  const image = join(memory, 'disk.img');
  const folder = join(home, 'disk');
  const ballast = join(folder, 'ballast');
  const mount = () => run('mount', ['-o', 'loop,noatime', image, folder]);
  // Programs that were killed let go of it a moment later.
  const unmount = () => until('nobody uses the disk', () => run('umount', [folder]));
  let hasMemory = false;
  try {
    await Promise.all([mkdir(folder), mkdir(memory)]);
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes + 32}m`, 'none', memory]);
    hasMemory = true;
    await (await open(image, 'w')).close();
    await truncate(image, megabytes * 1_048_576);
    // Nothing is held back for root, so that full is full.
    await run('mkfs.ext4', ['-q', '-F', '-m', '0', image]);
    await mount();
  } catch {
    if (hasMemory) await run('umount', [memory]);
    await rm(home, { recursive: true, force: true });
    return null;
  }
  return {
    folder,
    async fill() {
      const { bavail, bsize } = await statfs(folder);
      // Taken without being written: it costs neither time nor memory.
      await run('fallocate', ['-l', String(Math.max(1, bavail - 64) * bsize), ballast]).catch(() => undefined);
      const file = await open(join(folder, 'ballast.rest'), 'w');
      let piece = Buffer.alloc(1_048_576, 1);
      while (piece.byteLength >= 1_024) {
        const isFull = await file.write(piece).then(
          ({ bytesWritten }) => bytesWritten < piece.byteLength,
          () => true,
        );
        if (isFull) piece = piece.subarray(0, piece.byteLength / 4);
      }
      await file.sync().catch(() => undefined);
      await file.close();
    },
    async free() {
      await Promise.all([ballast, join(folder, 'ballast.rest')].map((file) => rm(file, { force: true })));
    },
    async cutPower() {
      await run('/usr/bin/python3', ['-c', shutDown, folder]);
    },
    async restore() {
      await unmount();
      await mount();
    },
    async close() {
      await unmount();
      await run('umount', [memory]);
      await rm(home, { recursive: true, force: true });
    },
  };
}
