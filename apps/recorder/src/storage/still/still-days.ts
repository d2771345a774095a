import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { listNames, readFileIfThere, unlessMissing, writeFileAtomic } from '../atomic-file.ts';

/** A day of stills as its folder was when its time stamp was `changedMs`. */
export interface KnownDay {
  changedMs: number;
  firstMs: number;
  lastMs: number;
  count: number;
}

export interface StillDays {
  /** Which days there are. Folders that did not change since they were last counted are not opened. */
  read(): Promise<Map<string, KnownDay>>;
  /** Instants of a day, in order. */
  listTimes(date: string): Promise<readonly number[]>;
}

const knownSchema = z.record(
  z.string(),
  z.object({ changedMs: z.number(), firstMs: z.number(), lastMs: z.number(), count: z.int() }),
);
/** A folder that changed this lately may change again within the same tick of the file system's clock. */
const settledMs = 2_000;
/** Days kept in memory: a month on the screen, and the year before its other half. */
const cachedDays = 70;

/** The days of a camera's stills: half a million files a year, so what was counted once is put by. */
export function createStillDays(folder: string): StillDays {
  const path = join(folder, 'days.json');
  const cache = new Map<string, { changedMs: number; times: readonly number[] }>();

  const readKnown = async (): Promise<z.infer<typeof knownSchema>> => {
    try {
      return knownSchema.parse(JSON.parse((await readFileIfThere(path))?.toString('utf8') ?? '{}'));
    } catch {
      // It only saves counting.
      return {};
    }
  };

  const listTimes = async (date: string): Promise<readonly number[]> => {
    const changedMs = await readChangeMs(join(folder, date));
    if (changedMs === null) return [];
    const cached = cache.get(date);
    if (cached?.changedMs === changedMs) return cached.times;
    const times = (await listNames(join(folder, date))).flatMap((name) => {
      const parts = /^(\d{2})(\d{2})(\d{2})\.jpg$/.exec(name);
      const atMs = parts ? Date.parse(`${date}T${parts[1]}:${parts[2]}:${parts[3]}.000Z`) : Number.NaN;
      return Number.isNaN(atMs) ? [] : [atMs];
    });
    if (Date.now() - changedMs > settledMs) {
      cache.delete(date);
      cache.set(date, { changedMs, times });
      const [oldest] = cache.keys();
      if (cache.size > cachedDays && oldest !== undefined) cache.delete(oldest);
    }
    return times;
  };

  return {
    listTimes,
    async read() {
      const known = await readKnown();
      const dates = (await listNames(folder)).filter((name) => /^\d{4}-\d{2}-\d{2}$/.test(name));
      const days = await Promise.all(
        dates.map(async (date): Promise<[string, KnownDay] | null> => {
          const changedMs = await readChangeMs(join(folder, date));
          if (changedMs === null) return null;
          const before = known[date];
          if (before?.changedMs === changedMs) return [date, before];
          const times = await listTimes(date);
          const [firstMs] = times;
          const lastMs = times.at(-1);
          return firstMs === undefined || lastMs === undefined
            ? null
            : [date, { changedMs, firstMs, lastMs, count: times.length }];
        }),
      );
      const found = new Map(days.filter((day) => day !== null));
      const settled = [...found].filter(([, { changedMs }]) => Date.now() - changedMs > settledMs);
      const isNew = settled.some(([date, { changedMs }]) => known[date]?.changedMs !== changedMs);
      if (isNew) await writeFileAtomic(path, JSON.stringify(Object.fromEntries(settled)));
      return found;
    },
  };
}

async function readChangeMs(path: string): Promise<number | null> {
  return (await unlessMissing(stat(path)))?.mtimeMs ?? null;
}
