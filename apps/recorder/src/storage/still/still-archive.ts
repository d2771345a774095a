import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing, readFileIfThere, writeFileAtomic } from '../atomic-file.ts';

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
  listDays(): StillDay[];
  listDay(date: string): Promise<string[]>;
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

  const listTimes = async (date: string): Promise<number[]> => {
    const names = await listNames(join(folder, date));
    return names.flatMap((name) => {
      const parts = /^(\d{2})(\d{2})(\d{2})\.jpg$/.exec(name);
      const atMs = parts ? Date.parse(`${date}T${parts[1]}:${parts[2]}:${parts[3]}.000Z`) : Number.NaN;
      return Number.isNaN(atMs) ? [] : [atMs];
    });
  };

  const note = (atMs: number): void => {
    const day = days.get(toDate(atMs));
    days.set(toDate(atMs), {
      firstMs: Math.min(day?.firstMs ?? atMs, atMs),
      lastMs: Math.max(day?.lastMs ?? atMs, atMs),
      count: (day?.count ?? 0) + 1,
    });
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
      for (const date of await listNames(folder)) {
        if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) continue;
        const times = await listTimes(date);
        const [firstMs] = times;
        const lastMs = times.at(-1);
        if (firstMs !== undefined && lastMs !== undefined) days.set(date, { firstMs, lastMs, count: times.length });
      }
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

async function listNames(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
