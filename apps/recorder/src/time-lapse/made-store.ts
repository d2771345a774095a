import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { timeLapseSchema, type TimeLapse } from '@sitecast/contract';
import { z } from 'zod';
import { listNames, readFileIfThere, writeFileAtomic } from '../storage/atomic-file.ts';
import type { Film } from './film.ts';

/** A time-lapse and what the public could see when it was last found right. */
export interface MadeTimeLapse extends TimeLapse {
  publicState: string;
  /** The version before, for those who are watching it; null: none, or it shows what is hidden now. */
  previous: string | null;
}

const madeSchema = timeLapseSchema.extend({ publicState: z.string(), previous: z.string().nullable() });

export interface MadeStore {
  start(): Promise<void>;
  find(period: string): MadeTimeLapse | null;
  list(): MadeTimeLapse[];
  /** Takes in what a film is made of. The version before stays for those who are watching it. */
  keep(made: Omit<MadeTimeLapse, 'previous'>, film: Film): Promise<void>;
  /** It was found right again, though the public sees other things than before. */
  confirm(period: string, publicState: string): Promise<void>;
  remove(period: string): Promise<void>;
  /** What the version that is shown, or the one before, is made of. */
  read(period: string, version: string): Promise<Film | null>;
}

/** Finished time-lapses of one camera: `<period>/<version>.json`, what it is made of, and `<period>/current.json`, written last. */
export function createMadeStore(folder: string): MadeStore {
  const made = new Map<string, MadeTimeLapse>();
  const toPath = (period: string, name: string) => join(folder, period, `${name}.json`);

  const removeOld = async ({ period, version, previous }: MadeTimeLapse): Promise<void> => {
    const kept = ['current.json', `${version}.json`, `${previous}.json`];
    const old = (await listNames(join(folder, period))).filter((name) => !kept.includes(name));
    await Promise.all(old.map((name) => rm(join(folder, period, name), { recursive: true, force: true })));
  };
  const write = async (one: MadeTimeLapse): Promise<void> => {
    await writeFileAtomic(toPath(one.period, 'current'), JSON.stringify(one));
    made.set(one.period, one);
  };

  return {
    async start() {
      for (const period of await listNames(folder)) {
        const one = parse(await readFileIfThere(toPath(period, 'current')));
        // Of a form from before, or harmed: its pieces are there, and it is made of them in a moment.
        if (one) made.set(period, one);
        else await rm(join(folder, period), { recursive: true, force: true });
      }
    },
    find: (period) => made.get(period) ?? null,
    list: () => [...made.values()].sort((one, other) => (one.period < other.period ? 1 : -1)),
    async keep(one, film) {
      const before = made.get(one.period);
      // It may show what is hidden now: then it does not stay for those who watch it.
      const isStillShown = before?.publicState === one.publicState && before.version !== one.version;
      const kept = { ...one, previous: isStillShown ? before.version : null };
      await writeFileAtomic(toPath(one.period, one.version), JSON.stringify(film));
      await write(kept);
      await removeOld(kept);
    },
    async confirm(period, publicState) {
      const one = made.get(period);
      if (!one || one.publicState === publicState) return;
      const kept = { ...one, publicState, previous: null };
      await write(kept);
      await removeOld(kept);
    },
    async remove(period) {
      made.delete(period);
      await rm(join(folder, period), { recursive: true, force: true });
    },
    async read(period, version) {
      const one = made.get(period);
      if (one?.version !== version && one?.previous !== version) return null;
      const text = await readFileIfThere(toPath(period, version));
      return text && (JSON.parse(text.toString()) as Film);
    },
  };
}

function parse(text: Buffer | null): MadeTimeLapse | null {
  try {
    return text && madeSchema.parse(JSON.parse(text.toString()));
  } catch {
    return null;
  }
}
