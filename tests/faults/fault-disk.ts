import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, open, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

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

/** An ext4 in a file. Null where this machine lets us mount none (no root, no loop devices). */
export async function openFaultDisk(megabytes: number): Promise<FaultDisk | null> {
  const home = await mkdtemp(join(tmpdir(), 'sitecast-disk-'));
  const image = join(home, 'disk.img');
  const folder = join(home, 'disk');
  const ballast = join(folder, 'ballast');
  const mount = () => run('mount', ['-o', 'loop,noatime', image, folder]);
  const unmount = () => run('umount', [folder]);
  try {
    await mkdir(folder);
    await (await open(image, 'w')).close();
    await truncate(image, megabytes * 1_048_576);
    // Nothing is held back for root, so that full is full.
    await run('mkfs.ext4', ['-q', '-F', '-m', '0', image]);
    await mount();
  } catch {
    await rm(home, { recursive: true, force: true });
    return null;
  }
  return {
    folder,
    async fill() {
      const file = await open(ballast, 'w');
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
    free: () => rm(ballast, { force: true }),
    async cutPower() {
      await run('/usr/bin/python3', ['-c', shutDown, folder]);
    },
    async restore() {
      await unmount();
      await mount();
    },
    async close() {
      await unmount();
      await rm(home, { recursive: true, force: true });
    },
  };
}
