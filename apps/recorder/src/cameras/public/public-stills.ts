import { findSpan } from '../../privacy/public-span.ts';
import type { Still, StillArchive, StillDay } from '../../storage/still/still-archive.ts';
import type { PublicTime, Sources } from './public-footage.ts';

/** The stills that are public, decided anew at every look. */
export function createPublicStills(sources: Sources<StillArchive>, time: PublicTime): StillArchive {
  const archiveAt = (atMs: number): StillArchive | null => {
    if (atMs > time.untilMs()) return null;
    const span = findSpan(time.spans(), atMs);
    return span && (span.masked ? sources.masked : sources.sealed);
  };

  const findBefore = async (atMs: number): Promise<Still | null> => {
    for (const span of time.spans().toReversed()) {
      const beforeMs = Math.min(atMs, span.toMs - 1, time.untilMs());
      if (beforeMs < span.fromMs) continue;
      const still = await (span.masked ? sources.masked : sources.sealed).findBefore(beforeMs);
      if (still && still.atMs >= span.fromMs) return still;
    }
    return null;
  };

  const listDay = async (date: string): Promise<string[]> => {
    const lists = await Promise.all(
      [sources.sealed, sources.masked].map(async (archive) =>
        (await archive.listDay(date)).filter((instant) => archiveAt(Date.parse(instant)) === archive),
      ),
    );
    return lists.flat().sort();
  };

  const listRange = async (fromMs: number, toMs: number): Promise<number[]> => {
    const lists = await Promise.all(
      [sources.sealed, sources.masked].map(async (archive) =>
        (await archive.listRange(fromMs, toMs)).filter((atMs) => archiveAt(atMs) === archive),
      ),
    );
    return lists.flat().sort((one, other) => one - other);
  };

  return {
    remove: () => Promise.reject(new Error('nothing is removed through the public view')),
    findNearest: async (atMs, withinMs) => {
      const times = await listRange(atMs - withinMs, atMs + withinMs + 1);
      const [nearest] = times.toSorted((one, other) => Math.abs(one - atMs) - Math.abs(other - atMs));
      const bytes = nearest === undefined ? null : ((await archiveAt(nearest)?.read(nearest)) ?? null);
      return nearest === undefined || !bytes ? null : { atMs: nearest, bytes };
    },
    listRange,
    start: () => Promise.resolve(),
    keep: () => Promise.reject(new Error('nothing is kept through the public view')),
    read: async (atMs) => (await archiveAt(atMs)?.read(atMs)) ?? null,
    findBefore,
    listDays: () => joinDays(time, sources),
    listDay,
  };
}

/**
 * Days that have a public still. `count` is the share of the day's stills that the public part of it is of its whole:
 * counting them would open every folder, and what watches it only wants to see that something changed.
 */
function joinDays(time: PublicTime, sources: Sources<StillArchive>): StillDay[] {
  const days = new Map<string, StillDay>();
  for (const span of time.spans()) {
    const untilMs = Math.min(span.toMs - 1, time.untilMs());
    for (const day of (span.masked ? sources.masked : sources.sealed).listDays()) {
      const wholeMs = [Date.parse(day.first), Date.parse(day.last)] as const;
      const firstMs = Math.max(wholeMs[0], span.fromMs);
      const lastMs = Math.min(wholeMs[1], untilMs);
      if (firstMs > lastMs) continue;
      const share = wholeMs[1] > wholeMs[0] ? (lastMs - firstMs) / (wholeMs[1] - wholeMs[0]) : 1;
      const known = days.get(day.date);
      days.set(day.date, {
        date: day.date,
        first: known?.first ?? new Date(firstMs).toISOString(),
        last: new Date(lastMs).toISOString(),
        count: (known?.count ?? 0) + Math.ceil(day.count * share),
      });
    }
  }
  return [...days.values()].sort((one, other) => (one.date < other.date ? -1 : 1));
}
