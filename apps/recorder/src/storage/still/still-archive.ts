import { mkdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readFileIfThere, writeFileAtomic } from '../atomic-file.ts';
import { createStillDays } from './still-days.ts';

/** A day of stills: UTC date, first and last instant, how many. */
export interface StillDay {
  date: string;
  first: string;
  last: string;
  count: number;
}

export interface Still {
  atMs: number;
  bytes: Buffer;
}

export interface StillArchive {
  /** Reads which days there are. */
  start(): Promise<void>;
  /** Keeps a still under its second. `false`: that second has another picture, which stays. Doing it twice is one effect. */
  keep(atMs: number, jpeg: Uint8Array): Promise<boolean>;
  read(atMs: number): Promise<Buffer | null>;
  /** The newest still at or before an instant. */
  findBefore(atMs: number): Promise<Still | null>;
  /** The still nearest an instant, at most so far from it. */
  findNearest(atMs: number, withinMs: number): Promise<Still | null>;
  listDays(): StillDay[];
  listDay(date: string): Promise<string[]>;
  /** Instants of the stills of a stretch, in order. */
  listRange(fromMs: number, toMs: number): Promise<number[]>;
  remove(instants: readonly number[]): Promise<void>;
}

const secondMs = 1_000;
const toSecond = (atMs: number) => Math.floor(atMs / secondMs) * secondMs;
const toDate = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);
const toName = (atMs: number) => new Date(atMs).toISOString().slice(11, 19).replaceAll(':', '');

/** The stills of one camera: `<date>/<HHMMSS>.jpg`, kept for the life of the project whatever becomes of the footage. */
export function createStillArchive(folder: string): StillArchive {
  const days = new Map<string, { firstMs: number; lastMs: number; count: number }>();
  let newest: Still | null = null;

  const toPath = (atMs: number) => join(folder, toDate(atMs), `${toName(atMs)}.jpg`);

  const stillDays = createStillDays(folder);
  const { listTimes } = stillDays;

  const note = (atMs: number): void => {
    const day = days.get(toDate(atMs));
    days.set(toDate(atMs), {
      firstMs: Math.min(day?.firstMs ?? atMs, atMs),
      lastMs: Math.max(day?.lastMs ?? atMs, atMs),
      count: (day?.count ?? 0) + 1,
    });
  };

  const listRange = async (fromMs: number, toMs: number): Promise<number[]> => {
    const dates: string[] = [];
    for (let dayMs = Math.floor(fromMs / 86_400_000) * 86_400_000; dayMs < toMs; dayMs += 86_400_000) {
      if (days.has(toDate(dayMs))) dates.push(toDate(dayMs));
    }
    const times = await Promise.all(dates.map(listTimes));
    return times.flat().filter((atMs) => atMs >= fromMs && atMs < toMs);
  };

  const findTimeBefore = async (atMs: number): Promise<number | null> => {
    const dates = [...days.keys()].filter((date) => date <= toDate(atMs)).sort();
    for (let date = dates.pop(); date !== undefined; date = dates.pop()) {
      const found = (await listTimes(date)).findLast((time) => time <= atMs);
      if (found !== undefined) return found;
    }
    return null;
  };

  return {
    async start() {
      for (const [date, day] of await stillDays.read()) days.set(date, day);
    },
    async keep(at, jpeg) {
      const atMs = toSecond(at);
      const before = await readFileIfThere(toPath(atMs));
      if (before) return before.equals(jpeg);
      await mkdir(join(folder, toDate(atMs)), { recursive: true });
      await writeFileAtomic(toPath(atMs), jpeg);
      note(atMs);
      if (newest === null || atMs > newest.atMs) newest = null;
      return true;
    },
    read: (atMs) => readFileIfThere(toPath(toSecond(atMs))),
    async findBefore(atMs) {
      if (newest && newest.atMs <= atMs) return newest;
      const foundMs = await findTimeBefore(atMs);
      if (foundMs === null) return null;
      const bytes = await readFileIfThere(toPath(foundMs));
      if (!bytes) return null;
      const still = { atMs: foundMs, bytes };
      const isNewest = [...days.values()].every((day) => day.lastMs <= foundMs);
      if (isNewest) newest = still;
      return still;
    },
    async findNearest(atMs, withinMs) {
      const times = await listRange(atMs - withinMs, atMs + withinMs + 1);
      const [nearest] = times.toSorted((one, other) => Math.abs(one - atMs) - Math.abs(other - atMs));
      const bytes = nearest === undefined ? null : await readFileIfThere(toPath(nearest));
      return nearest === undefined || !bytes ? null : { atMs: nearest, bytes };
    },
    listRange,
    async remove(instants) {
      const dates = Map.groupBy(instants, toDate);
      for (const [date, ofDay] of dates) {
        for (const atMs of ofDay) await rm(toPath(atMs), { force: true });
        const left = await listTimes(date);
        const [firstMs] = left;
        const lastMs = left.at(-1);
        if (firstMs === undefined || lastMs === undefined) {
          days.delete(date);
          await rmdir(join(folder, date)).catch(() => undefined);
        } else days.set(date, { firstMs, lastMs, count: left.length });
      }
      if (newest && instants.includes(newest.atMs)) newest = null;
    },
    listDays: () =>
      [...days]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([date, day]) => ({
          date,
          first: new Date(day.firstMs).toISOString(),
          last: new Date(day.lastMs).toISOString(),
          count: day.count,
        })),
    listDay: async (date) => (await listTimes(date)).map((atMs) => new Date(atMs).toISOString()),
  };
}
