import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { timeLapseSchema, type TimeLapse } from '@sitecast/contract';
import { isMissing, readFileIfThere, writeFileAtomic } from '../storage/atomic-file.ts';

export const madeFiles = ['video.mp4', 'index.m3u8', 'index.mp4'] as const;
export type MadeFile = (typeof madeFiles)[number];

export interface MadeStore {
  start(): Promise<void>;
  find(period: string): TimeLapse | null;
  list(): TimeLapse[];
  /** Takes in a folder with the finished files. The version before stays for those who are watching it. */
  keep(made: Omit<TimeLapse, 'bytes'>, folder: string): Promise<void>;
  /** Where a file lies; it may be gone. */
  toPath(period: string, version: string, file: MadeFile): string;
}

/** Finished time-lapses of one camera: `<period>/<version>/` and `<period>/current.json`, written last. */
export function createMadeStore(folder: string): MadeStore {
  const made = new Map<string, TimeLapse>();

  const removeOld = async (period: string, keep: readonly (string | undefined)[]): Promise<void> => {
    const names = await listNames(join(folder, period));
    const old = names.filter((name) => name !== 'current.json' && !keep.includes(name));
    await Promise.all(old.map((name) => rm(join(folder, period, name), { recursive: true, force: true })));
  };

  return {
    async start() {
      for (const period of await listNames(folder)) {
        const text = await readFileIfThere(join(folder, period, 'current.json'));
        if (text) made.set(period, timeLapseSchema.parse(JSON.parse(text.toString())));
      }
    },
    find: (period) => made.get(period) ?? null,
    list: () => [...made.values()].sort((one, other) => (one.period < other.period ? 1 : -1)),
    async keep(one, finished) {
      const before = made.get(one.period)?.version;
      const target = join(folder, one.period, one.version);
      const { size } = await stat(join(finished, 'video.mp4'));
      await rm(target, { recursive: true, force: true });
      const kept = { ...one, bytes: size };
      await mkdir(join(folder, one.period), { recursive: true });
      await rename(finished, target);
      await writeFileAtomic(join(folder, one.period, 'current.json'), JSON.stringify(kept));
      made.set(one.period, kept);
      await removeOld(one.period, [one.version, before]);
    },
    toPath: (period, version, file) => join(folder, period, version, file),
  };
}

async function listNames(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
