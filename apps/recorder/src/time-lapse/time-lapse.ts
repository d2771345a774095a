import { join } from 'node:path';
import type { TimeLapseList, TimeLapseSettings } from '@sitecast/contract';
import { toWeekday } from '../platform/local-day.ts';
import type { FilmName, FilePart } from './film.ts';
import { createFilmShelf } from './film-shelf.ts';
import { isWithin, parsePeriod, type Period } from './period.ts';
import { createPeriodQueue } from './period-queue.ts';
import { createPieceMaker, type PieceMaker, type StillSource } from './piece-maker.ts';
import { createPieceStore } from './piece-store.ts';
import { createSettingsFile } from './settings-file.ts';
import { createSiteDays, type SiteDays } from './site-days.ts';

export interface TimeLapse {
  /** Reads what was made and what it was told. */
  start(): Promise<void>;
  readonly settings: TimeLapseSettings | null;
  /** Keeps what is told, before it answers; the same again changes nothing. */
  configure(settings: TimeLapseSettings): Promise<void>;
  /**
   * Puts a period in the queue before what nobody asked for. `false` where it has no still, or nothing was told yet.
   * Throws Refusal where too many wait.
   */
  ask(period: string): boolean;
  /** What is ready, what waits, what is being made. */
  list(): TimeLapseList;
  /** What a file of a film is made of, in order; `version` null: of whichever is shown or was. null: there is none. */
  findFile(period: string, version: string | null, name: FilmName): Promise<FilePart[] | null>;
  /** Does the next thing there is to do. `false` where there is none. */
  work(signal: AbortSignal): Promise<boolean>;
}

/** What was told, and what follows from it. */
interface Kit {
  settings: TimeLapseSettings;
  days: SiteDays;
  maker: PieceMaker;
}

/** The time-lapses of one camera: pieces made once, and films that are lists of them. */
export function createTimeLapse(deps: {
  /** Of this camera alone. */
  folder: string;
  ffmpeg: string;
  stills: StillSource;
  /** Changes when any still may be shown otherwise than before: no film is shown until it was looked at again. */
  publicState: () => string;
  nowMs: () => number;
}): TimeLapse {
  const store = createPieceStore(join(deps.folder, 'pieces'));
  const shelf = createFilmShelf({ ...deps, pieces: store });
  const queue = createPeriodQueue({ ...deps, shelf });
  const file = createSettingsFile(join(deps.folder, 'settings.json'));
  let kit: Kit | null = null;
  let making: { period: string; progress: number } | null = null;

  const prepare = (): void => {
    const { settings } = file;
    if (!settings) return;
    const days = createSiteDays(settings.place);
    kit = { settings, days, maker: createPieceMaker({ ...deps, store, days }) };
    queue.forget();
  };

  const listDates = (period: Period, { maker, settings }: Kit): string[] =>
    maker.listDates().filter((date) => isWithin(period, date) && isShown(period, date, settings));

  return {
    async start() {
      await shelf.start();
      await file.start();
      prepare();
    },
    get settings() {
      return file.settings;
    },
    async configure(settings) {
      if (await file.write(settings)) prepare();
    },
    ask(name) {
      const period = parsePeriod(name);
      if (!period || !kit || listDates(period, kit).length === 0) return false;
      queue.ask(period);
      return true;
    },
    list: () => ({
      ready: shelf.list(),
      making,
      waiting: queue.asked.filter((name) => name !== making?.period),
    }),
    findFile: (period, version, name) => shelf.findFile(period, version, name),
    async work(signal) {
      const current = kit;
      const period = current && queue.findNext(current.days, (one) => listDates(one, current).length > 0);
      if (!current || !period) return false;
      const { settings, days, maker } = current;
      const look = queue.look(period, days);
      const tell = (progress: number): void => {
        making = { period: period.name, progress };
      };
      tell(0);
      try {
        const dates = listDates(period, current);
        await maker.make(period.pace, dates, tell, signal);
        await shelf.join(period, await maker.list(period.pace, dates), settings, look.publicState);
      } finally {
        making = null;
        // What failed is not tried again until something changed: one broken still must not keep a core busy.
        queue.settle(period, look);
      }
      return true;
    },
  };
}

/** A single day shows whatever day it is; longer stretches may leave out the days on which nobody works. */
function isShown(period: Period, date: string, { rest }: TimeLapseSettings): boolean {
  if (period.pace === 'day') return true;
  return !rest.weekdays.includes(toWeekday(date)) && !rest.dates.includes(date);
}
