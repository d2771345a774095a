import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** Documents on the disk by the SHA-256 of their bytes. Only hashes from the table name files (MEDIA6). */
export interface DocumentFiles {
  /** Writes it to the disk before it returns; what is there already stays. Returns whether it was new. */
  keep(sha256: string, bytes: Buffer): Promise<boolean>;
  remove(sha256: string): Promise<void>;
  pathOf(sha256: string): string;
}

export function createDocumentFiles(directory: string, createId: () => string): DocumentFiles {
  const pathOf = (sha256: string) => path.join(directory, sha256.slice(0, 2), sha256);
  return {
    pathOf,
    keep: async (sha256, bytes) => {
      const file = pathOf(sha256);
      const isThere = await stat(file).then(
        () => true,
        () => false,
      );
      if (isThere) return false;
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      await writeWhole(file, `${file}.${createId()}`, bytes);
      return true;
    },
    remove: (sha256) => rm(pathOf(sha256), { force: true }),
  };
}

/** The whole file or none, also after a power cut; sealed: nobody writes into it again. */
async function writeWhole(file: string, temporary: string, bytes: Buffer): Promise<void> {
  try {
    const handle = await open(temporary, 'wx', 0o400);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  const folder = await open(path.dirname(file));
  await folder.sync().finally(() => folder.close());
}
