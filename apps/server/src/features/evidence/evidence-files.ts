import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

export const evidenceSizes = ['original', 'large', 'small'] as const;
export type EvidenceSize = (typeof evidenceSizes)[number];

/** Photos on the disk by the SHA-256 of their original. Only hashes from the table name files (MEDIA6). */
export interface EvidenceFiles {
  /** Writes each to the disk before it returns; what is there already stays. Returns whether anything was new. */
  keep(sha256: string, contents: Readonly<Record<EvidenceSize, Buffer>>): Promise<boolean>;
  remove(sha256: string): Promise<void>;
  pathOf(sha256: string, size: EvidenceSize): string;
}

export function createEvidenceFiles(directory: string, createId: () => string): EvidenceFiles {
  const folderOf = (sha256: string) => path.join(directory, sha256.slice(0, 2));
  const pathOf = (sha256: string, size: EvidenceSize) =>
    path.join(folderOf(sha256), size === 'original' ? sha256 : `${sha256}.${size}.webp`);
  return {
    pathOf,
    keep: async (sha256, contents) => {
      await mkdir(folderOf(sha256), { recursive: true, mode: 0o700 });
      let isNew = false;
      for (const size of evidenceSizes) {
        const file = pathOf(sha256, size);
        if (await exists(file)) continue;
        isNew = true;
        await writeWhole(file, `${file}.${createId()}`, contents[size]);
      }
      return isNew;
    },
    remove: async (sha256) => {
      await Promise.all(evidenceSizes.map((size) => rm(pathOf(sha256, size), { force: true })));
    },
  };
}

/** The whole file or none, also after a power cut; sealed: nobody writes into it again. */
async function writeWhole(file: string, temporary: string, bytes: Buffer): Promise<void> {
  const handle = await open(temporary, 'wx', 0o400);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
  const folder = await open(path.dirname(file));
  await folder.sync().finally(() => folder.close());
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
