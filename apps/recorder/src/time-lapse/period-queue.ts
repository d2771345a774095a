import { Refusal } from '@sitecast/contract';
import type { FilmShelf } from './film-shelf.ts';
import { isWithin, listStandingPeriods, parsePeriod, type Period } from './period.ts';
import type { StillSource } from './piece-maker.ts';
import type { SiteDays } from './site-days.ts';

/** Which film is made next: what somebody asked for, then what is always kept ready, then what was asked for once. */
export interface PeriodQueue {
  /** Names of periods that somebody asked for, the next one first. */
  readonly asked: string[];
  /** Throws Refusal where too many wait. */
  ask(period: Period): void;
  /** `hasStills`: whether there is anything to make a film of. */
  findNext(days: SiteDays, hasStills: (period: Period) => boolean): Period | null;
  /** What a period depends on now; to be taken before its film is made. */
  look(period: Period, days: SiteDays): PeriodLook;
  /** It was looked after, well or not: its turn comes again when what it depends on is another. */
  settle(period: Period, look: PeriodLook): void;
  /** All periods are to be looked at again. */
  forget(): void;
}

export interface PeriodLook {
  description: string;
  publicState: string;
}

const mostAsked = 20;
const spacingMs = 900_000;
const firstSpacingMs = 60_000;

export function createPeriodQueue(deps: {
  stills: Pick<StillSource, 'listDays'>;
  shelf: Pick<FilmShelf, 'has' | 'listPeriods'>;
  publicState: () => string;
  nowMs: () => number;
}): PeriodQueue {
  const { stills, shelf, publicState, nowMs } = deps;
  const asked = new Map<string, Period>();
  /** Periods that were looked after: what was true then, and when. */
  const settled = new Map<string, PeriodLook & { atMs: number }>();

  /**
   * What a period depends on: the hour for a day, else the day, where it may still go on; and the stills of its days. Those
   * of the newest day are left out, as there are more each minute.
   */
  const describe = (period: Period, goesOn: boolean): string => {
    const unitMs = period.pace === 'day' ? 3_600_000 : 86_400_000;
    const counts = stills
      .listDays()
      .slice(0, -1)
      .flatMap(({ date, count }) => (touches(period, date) ? [`${date}:${count}`] : []));
    return `${publicState()} ${goesOn ? Math.floor(nowMs() / unitMs) : ''} ${counts.join(' ')}`;
  };

  /** Something changed, and not just now: while the past is filled in, each still would have all of it joined again. */
  const isDue = (period: Period, goesOn: boolean): boolean => {
    const last = settled.get(period.name);
    if (!last || last.publicState !== publicState()) return true;
    // Where there is no film yet, somebody may be waiting for one.
    const restMs = shelf.has(period.name) ? spacingMs : firstSpacingMs;
    return last.description !== describe(period, goesOn) && nowMs() - last.atMs >= restMs;
  };

  return {
    get asked() {
      return [...asked.keys()];
    },
    ask(period) {
      if (asked.has(period.name)) return;
      if (asked.size >= mostAsked) throw new Refusal('request.rate');
      asked.set(period.name, period);
    },
    findNext(days, hasStills) {
      const [first] = asked.values();
      if (first) return first;
      const standing = listStandingPeriods(nowMs(), days);
      const due = standing.find((period) => isDue(period, true) && (shelf.has(period.name) || hasStills(period)));
      if (due) return due;
      // What somebody once asked for: stills that come late belong in it too.
      const names = new Set(standing.map(({ name }) => name));
      const others = shelf.listPeriods().flatMap((name) => (names.has(name) ? [] : (parsePeriod(name) ?? [])));
      return others.find((period) => isDue(period, false)) ?? null;
    },
    look(period, days) {
      const isStanding = listStandingPeriods(nowMs(), days).some(({ name }) => name === period.name);
      return { description: describe(period, isStanding), publicState: publicState() };
    },
    settle(period, look) {
      asked.delete(period.name);
      settled.set(period.name, { ...look, atMs: nowMs() });
    },
    forget: () => settled.clear(),
  };
}

/** Whether stills of a UTC day may be of a period of the site's days: those of the day before and after may. */
function touches(period: Period, date: string): boolean {
  const atMs = Date.parse(date);
  return [-86_400_000, 0, 86_400_000].some((shiftMs) =>
    isWithin(period, new Date(atMs + shiftMs).toISOString().slice(0, 10)),
  );
}
