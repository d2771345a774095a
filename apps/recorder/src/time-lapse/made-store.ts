import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { timeLapseSchema, type TimeLapse } from '@sitecast/contract';
import { z } from 'zod';
import { isMissing, readFileIfThere, writeFileAtomic } from '../storage/atomic-file.ts';

export type MadeFile = 'video.mp4' | 'index.m3u8' | 'index.mp4';

/** A time-lapse and what the public could see when it was last found right. */
export interface MadeTimeLapse extends TimeLapse {
  publicState: string;
}

const madeSchema = timeLapseSchema.extend({ publicState: z.string() });

export interface MadeStore {
  start(): Promise<void>;
  find(period: string): MadeTimeLapse | null;
  list(): MadeTimeLapse[];
  /** Takes in a folder with the finished files. The version before stays for those who are watching it. */
  keep(made: Omit<MadeTimeLapse, 'bytes'>, folder: string): Promise<void>;
  /** It was found right again, though the public sees other things than before. */
  confirm(period: string, publicState: string): Promise<void>;
  remove(period: string): Promise<void>;
  /** Where a file lies; it may be gone. */
  toPath(period: string, version: string, file: MadeFile): string;
}

/** Finished time-lapses of one camera: `<period>/<version>/` and `<period>/current.json`, written last. */
export function createMadeStore(folder: string): MadeStore {
  const made = new Map<string, MadeTimeLapse>();

  const removeOld = async (period: string, keep: readonly (string | undefined)[]): Promise<void> => {
    const names = await listNames(join(folder, period));
    const old = names.filter((name) => name !== 'current.json' && !keep.includes(name));
    await Promise.all(old.map((name) => rm(join(folder, period, name), { recursive: true, force: true })));
  };

  return {
    async start() {
      for (const period of await listNames(folder)) {
        const text = await readFileIfThere(join(folder, period, 'current.json'));
        if (text) made.set(period, madeSchema.parse(JSON.parse(text.toString())));
      }
    },
    find: (period) => made.get(period) ?? null,
    list: () => [...made.values()].sort((one, other) => (one.period < other.period ? 1 : -1)),
    async keep(one, finished) {
      const before = made.get(one.period);
      const target = join(folder, one.period, one.version);
      const { size } = await stat(join(finished, 'video.mp4'));
      await rm(target, { recursive: true, force: true });
      const kept = { ...one, bytes: size };
      await mkdir(join(folder, one.period), { recursive: true });
      await rename(finished, target);
      await writeFileAtomic(join(folder, one.period, 'current.json'), JSON.stringify(kept));
      made.set(one.period, kept);
      // It may show what is hidden now: then it does not stay for those who watch it.
      const isStillShown = before?.publicState === one.publicState;
      await removeOld(one.period, [one.version, isStillShown ? before.version : undefined]);
    },
    async confirm(period, publicState) {
      const one = made.get(period);
      if (!one || one.publicState === publicState) return;
      const kept = { ...one, publicState };
      await writeFileAtomic(join(folder, period, 'current.json'), JSON.stringify(kept));
      made.set(period, kept);
    },
    async remove(period) {
      made.delete(period);
      await rm(join(folder, period), { recursive: true, force: true });
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
